package embeddings

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"unicode"
)

// StatusError is an answer of the server that is no success.
type StatusError struct {
	Code int // the HTTP status
	// Message is what the server says of it, in a line of at most 200
	// characters, and without the key. It may quote the texts that were sent.
	Message string
}

// Error says what the server answered and, where that is known, what to do.
func (e *StatusError) Error() string {
	s := fmt.Sprintf("the server answers %d %s", e.Code, http.StatusText(e.Code))
	if e.Message != "" {
		s += ": " + e.Message
	}
	switch e.Code {
	case http.StatusUnauthorized, http.StatusForbidden:
		s += " (is IBID_EMBEDDINGS_KEY right?)"
	case http.StatusNotFound:
		s += " (are IBID_EMBEDDINGS_URL and IBID_EMBEDDINGS_MODEL right?)"
	}
	return s
}

// maybeTooMuch reports whether fewer texts may have more success.
func (e *StatusError) maybeTooMuch() bool {
	switch e.Code {
	case http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusUnprocessableEntity:
		return true
	}
	return false
}

// maxMessage is how much of a server's message is passed on, in characters.
const maxMessage = 200

func newStatusError(code int, body []byte, key string) *StatusError {
	message := serverMessage(body)
	if key != "" {
		message = strings.ReplaceAll(message, key, "…") // before it is cut, which could leave a part
	}
	message = strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, message)
	message = strings.Join(strings.Fields(message), " ")
	if runes := []rune(message); len(runes) > maxMessage {
		message = string(runes[:maxMessage-1]) + "…"
	}
	return &StatusError{Code: code, Message: message}
}

// serverMessage finds what is meant for people in the body of an error.
// OpenAI, Ollama and llama.cpp write {"error":{"message":…}}, some {"error":…},
// vLLM and Text Embeddings Inference {"message":…}, others {"detail":…}. Of
// other JSON nothing is passed on, as it may repeat the whole request.
func serverMessage(body []byte) string {
	if !json.Valid(body) {
		return string(body)
	}
	// What is of another form stays empty.
	var answer struct{ Error, Message, Detail json.RawMessage }
	_ = json.Unmarshal(body, &answer)
	var nested struct{ Message json.RawMessage }
	_ = json.Unmarshal(answer.Error, &nested)
	for _, field := range []json.RawMessage{nested.Message, answer.Error, answer.Message, answer.Detail} {
		var message string
		if json.Unmarshal(field, &message) == nil && message != "" {
			return message
		}
	}
	return ""
}
