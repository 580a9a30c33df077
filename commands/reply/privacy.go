package reply

import (
	"strconv"

	"github.com/bwmarrin/discordgo"
)

// Kept is what is kept for a server.
type Kept struct {
	Counts, Questions, Phrasings, Pins int
	Whole                              []byte // all of it, as JSON
}

// Privacy tells a manager what is kept for their server, with all of it in a
// file, and a button that deletes it.
func (w Writer) Privacy(k Kept) Message {
	file := File{Name: "ibid-keeps.json", Type: "application/json", Data: k.Whole}
	said := "**" + w.Say("privacy.title") + "**\n" + w.Say("privacy.kept",
		"Counts", strconv.Itoa(k.Counts), "Questions", strconv.Itoa(k.Questions),
		"Phrasings", strconv.Itoa(k.Phrasings), "Pins", strconv.Itoa(k.Pins)) + "\n" + w.Say("privacy.nobody")
	erase := button(w.Say("privacy.erase"), Action{Verb: Erase})
	erase.Style = discordgo.DangerButton
	return Message{Private: true, Files: []File{file}, Components: []discordgo.MessageComponent{
		text(said), discordgo.FileComponent{File: discordgo.UnfurledMediaItem{URL: file.address()}}, row(erase),
	}}
}

// ConfirmErase asks whether all that is kept shall be deleted.
func (w Writer) ConfirmErase() Message {
	erase := button(w.Say("privacy.erase_all"), Action{Verb: Erase, Page: 1})
	erase.Style = discordgo.DangerButton
	return Message{Private: true, Components: container(text(w.Say("privacy.confirm")), row(erase))}
}
