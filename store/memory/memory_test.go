package memory_test

import (
	"testing"

	"ibid/store"
	"ibid/store/memory"
	"ibid/store/storetest"
)

func TestStore(t *testing.T) {
	storetest.Run(t, func(*testing.T) store.Store { return memory.New() })
}
