// Package embeddings turns texts into vectors, close where the texts mean
// the same, by asking a server that speaks OpenAI's embeddings API, as
// Ollama, llama.cpp, vLLM and Text Embeddings Inference do.
//
// Make a [Client] with [New] and call [Client.Embed]. For texts that are
// asked for at every start, such as a library's, put a [Cached] before it.
//
// What it promises:
//
//   - every vector has unit length, so that a dot product is the cosine;
//   - all vectors of one answer have the same, non-zero number of dimensions;
//   - the key goes only to the host of [Options.URL], and into no error;
//   - no text is logged, and none stands in an error but where the server's
//     own message quotes it ([StatusError]).
package embeddings
