// Package quotation compares what somebody quotes with what was published,
// word for word.
//
// Read [Quotation.Compare] first. It aligns the words of a quotation with
// those of a text at the least number of words changed, added and left out.
// What an editor may do to a quotation costs nothing: capitals, quotation
// marks, dashes, line breaks and punctuation are not looked at, an ellipsis
// passes over any words, and words in brackets stand for a few others, as the
// Chicago Manual of Style (13.7, 13.50, 13.60) has it. What an ellipsis or a
// bracket passes over is told, so that a reader learns of a "not" among it.
//
// The package knows nothing of analyses and experts; package knowledge, in
// Library.Verify, does.
package quotation
