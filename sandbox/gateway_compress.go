package sandbox

import (
	"bytes"
	"compress/zlib"

	"github.com/gorilla/websocket"
)

// This file is how payloads are compressed on their way to a client,
// https://docs.discord.com/developers/events/gateway#encoding-and-compression.

// A letter is an encoded payload.
type letter struct {
	data     []byte
	compress bool // the client has asked for payload compression
}

// compressFrom is the size in bytes from which payloads are compressed one by one: "not all payloads will be
// compressed", https://docs.discord.com/developers/events/gateway#payload-compression.
const compressFrom = 512

// pack compresses a letter as the connection wants it. With transport compression there is no payload compression.
func (c *conn) pack(l letter) (kind int, data []byte) {
	switch {
	case c.stream != nil:
		return websocket.BinaryMessage, c.stream.pack(l.data)
	case l.compress && len(l.data) >= compressFrom:
		if c.single == nil {
			c.single = newZlibStream()
		}
		return websocket.BinaryMessage, c.single.whole(l.data)
	}
	return websocket.TextMessage, l.data
}

// A zlibStream compresses message after message in one context,
// https://docs.discord.com/developers/events/gateway#zlib-stream.
type zlibStream struct {
	out bytes.Buffer
	z   *zlib.Writer
}

func newZlibStream() *zlibStream {
	s := new(zlibStream)
	s.z, _ = zlib.NewWriterLevel(&s.out, zlib.BestSpeed) // speed counts, not size
	return s
}

// pack compresses a message, which ends with a sync flush.
func (s *zlibStream) pack(data []byte) []byte {
	s.out.Reset()
	_, _ = s.z.Write(data) // a bytes.Buffer takes everything
	_ = s.z.Flush()
	return s.out.Bytes()
}

// whole compresses a message in a context of its own. The compressor is used again, as it takes a megabyte to make one.
func (s *zlibStream) whole(data []byte) []byte {
	s.out.Reset()
	s.z.Reset(&s.out)
	_, _ = s.z.Write(data)
	_ = s.z.Close()
	return s.out.Bytes()
}
