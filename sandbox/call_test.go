package sandbox_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"

	"ibid/sandbox"
)

// This file is how tests call the API.

// wantCode checks that a call failed with a status and an error code.
func wantCode(t testing.TB, err error, status, code int) {
	t.Helper()
	var e *discordgo.RESTError
	if !errors.As(err, &e) || e.Message == nil {
		t.Errorf("error %v, want HTTP %d with code %d", err, status, code)
		return
	}
	if e.Response.StatusCode != status || e.Message.Code != code {
		t.Errorf("HTTP %d with code %d (%s), want %d with %d",
			e.Response.StatusCode, e.Message.Code, e.ResponseBody, status, code)
	}
}

// call makes a REST call with the bot's token and returns the status and the decoded answer.
func call(t testing.TB, srv *sandbox.Server, method, path, body string) (int, map[string]any) {
	t.Helper()
	status, data := callRaw(t, srv, method, path, body)
	return status, decoded(t, data)
}

func callRaw(t testing.TB, srv *sandbox.Server, method, path, body string) (int, []byte) {
	t.Helper()
	return callAs(t, "Bot "+srv.Token(), method, srv.APIURL()+path, body)
}

func callAs(t testing.TB, authorization, method, url, body string) (int, []byte) {
	t.Helper()
	req, err := http.NewRequestWithContext(patience(t), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", authorization)
	req.Header.Set("Content-Type", "application/json")
	return do(t, req)
}

// do sends a request and returns the answer's status and body.
func do(t testing.TB, req *http.Request) (int, []byte) {
	t.Helper()
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, data
}

// decoded is an answer that is a JSON object; nil if it is none.
func decoded(t testing.TB, data []byte) map[string]any {
	t.Helper()
	var out map[string]any
	if len(data) > 0 && data[0] == '{' {
		if err := json.Unmarshal(data, &out); err != nil {
			t.Fatalf("%s: %v", data, err)
		}
	}
	return out
}

// formPart is a part of a form; a file if it has a file name.
type formPart struct{ name, file, contentType, data string }

// callForm makes a REST call with a form.
func callForm(t testing.TB, srv *sandbox.Server, method, path string, parts ...formPart) (int, map[string]any) {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for _, p := range parts {
		head := textproto.MIMEHeader{}
		disposition := fmt.Sprintf(`form-data; name="%s"`, p.name)
		if p.file != "" {
			disposition += fmt.Sprintf(`; filename="%s"`, p.file)
		}
		head.Set("Content-Disposition", disposition)
		if p.contentType != "" {
			head.Set("Content-Type", p.contentType)
		}
		w, err := form.CreatePart(head)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, p.data); err != nil {
			t.Fatal(err)
		}
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(patience(t), method, srv.APIURL()+path, &body)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bot "+srv.Token())
	req.Header.Set("Content-Type", form.FormDataContentType())
	status, data := do(t, req)
	return status, decoded(t, data)
}

// get fetches what an address serves.
func get(t testing.TB, address string) (*http.Response, []byte) {
	t.Helper()
	req, err := http.NewRequestWithContext(patience(t), "GET", address, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, data
}

// once makes a call over a connection of its own, which nothing repeats when it is lost.
func once(t testing.TB, srv *sandbox.Server, method, path, body string) (*http.Response, []byte, error) {
	t.Helper()
	req, err := http.NewRequestWithContext(patience(t), method, srv.APIURL()+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bot "+srv.Token())
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := client.Do(req)
	if err != nil {
		return nil, nil, err
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	return resp, data, err
}
