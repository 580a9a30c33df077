package bot

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/textproto"
	"strings"

	"github.com/bwmarrin/discordgo"
)

// attachment names a file of the form to the message that it goes with. In the update of a message those that are named are all that it has
// from then on.
// Source: https://docs.discord.com/developers/reference#uploading-files
type attachment struct {
	ID          int    `json:"id,string"` // the n of files[n]
	Filename    string `json:"filename"`
	Description string `json:"description,omitempty"` // the alternative text of a picture
}

// attachments name the files of a message to it. What a picture shows is said by the gallery that it stands in, and by the file: which
// of the two a client reads aloud, Discord does not say.
func attachments(data discordgo.InteractionResponseData) []attachment {
	var all []attachment
	for n, f := range data.Files {
		all = append(all, attachment{ID: n, Filename: f.Name, Description: described(data.Components, f.Name)})
	}
	return all
}

// packed is a payload as it is sent: JSON, or where it has files a form and its content type.
func packed(payload any, files []*discordgo.File) (body []byte, form string, err error) {
	body, err = json.Marshal(payload)
	if err != nil || len(files) == 0 {
		return body, "", err
	}
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	if err := writePart(w, "payload_json", "", "application/json", bytes.NewReader(body)); err != nil {
		return nil, "", fmt.Errorf("write a form: %w", err)
	}
	for n, f := range files {
		if err := writePart(w, fmt.Sprintf("files[%d]", n), f.Name, f.ContentType, f.Reader); err != nil {
			return nil, "", fmt.Errorf("write a file into a form: %w", err)
		}
	}
	if err := w.Close(); err != nil {
		return nil, "", fmt.Errorf("write a form: %w", err)
	}
	return b.Bytes(), w.FormDataContentType(), nil
}

func writePart(w *multipart.Writer, name, file, contentType string, from io.Reader) error {
	quoted := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\r", "", "\n", "")
	disposition := fmt.Sprintf(`form-data; name="%s"`, quoted.Replace(name))
	if file != "" {
		disposition += fmt.Sprintf(`; filename="%s"`, quoted.Replace(file))
	}
	part, err := w.CreatePart(textproto.MIMEHeader{"Content-Disposition": {disposition}, "Content-Type": {contentType}})
	if err == nil {
		_, err = io.Copy(part, from)
	}
	return err
}

// described is what a gallery says of a file of the message.
func described(components []discordgo.MessageComponent, file string) string {
	for _, c := range components {
		switch c := c.(type) {
		case discordgo.Container:
			if text := described(c.Components, file); text != "" {
				return text
			}
		case discordgo.MediaGallery:
			for _, item := range c.Items {
				if item.Media.URL == "attachment://"+file && item.Description != nil {
					return *item.Description
				}
			}
		}
	}
	return ""
}
