package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"

	"ibid/knowledge/eval"
)

// task is documents and what is asked of them.
type task struct {
	name      string
	documents []document
	questions []question
}

// question is a text, misspelled too where there is such a version, and the
// documents that answer it.
type question struct {
	text, typos string
	answers     map[int]bool
}

// readTasks reads the foreign sets of a folder, answerable questions only.
func readTasks(folder string) ([]task, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.json"))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("no sets in %s (%v): name a folder with -sets", folder, err)
	}
	var tasks []task
	for _, file := range files {
		f, err := os.Open(file)
		if err != nil {
			return nil, fmt.Errorf("read set: %w", err)
		}
		set, err := eval.ReadSet(f, file)
		f.Close()
		if err != nil {
			return nil, err
		}
		tasks = append(tasks, taskOf(set))
	}
	return tasks, nil
}

func taskOf(set eval.Set) task {
	t := task{name: set.Name}
	at := make(map[string]int)
	for i, d := range set.Docs {
		at[d.ID] = i
		t.documents = append(t.documents, document{d.Question, d.Phrasings, d.Paragraphs})
	}
	for _, q := range set.Queries {
		asked := question{text: q.Text, typos: q.Typos, answers: make(map[int]bool)}
		for _, id := range q.Relevant {
			asked.answers[at[id]] = true
		}
		if len(asked.answers) > 0 {
			t.questions = append(t.questions, asked)
		}
	}
	return t
}

// synthetic makes a task of n documents, the same each time: words drawn by
// Zipf's law from a list of English, most frequent first, and among them a few
// rarer ones that are the document's subject. It asks in other words, without
// some, in another order, half of the time with a typo.
func synthetic(words []string, n, questions int) task {
	random := rand.New(rand.NewPCG(42, uint64(n)))
	zipf := rand.NewZipf(random, 1.07, 8, uint64(len(words)-1))
	text := func(length int, subject []string) string {
		var all []string
		for range length {
			if random.IntN(3) == 0 {
				all = append(all, subject[random.IntN(len(subject))])
			} else {
				all = append(all, words[zipf.Uint64()])
			}
		}
		return strings.Join(all, " ")
	}
	t := task{name: fmt.Sprintf("%d synthetic documents", n)}
	for i := range n {
		subject := make([]string, 5)
		for j := range subject {
			subject[j] = words[2000+random.IntN(len(words)-2000)]
		}
		t.documents = append(t.documents, document{text(10, subject), nil, []string{text(60, subject), text(60, subject)}})
		if i%max(n/questions, 1) == 0 && len(t.questions) < questions {
			asked := text(8, subject)
			if len(t.questions)%2 == 1 {
				asked = slip(asked, random)
			}
			t.questions = append(t.questions, question{text: asked, answers: map[int]bool{i: true}})
		}
	}
	return t
}

// slip swaps two letters of the longest word.
func slip(text string, random *rand.Rand) string {
	words := strings.Fields(text)
	longest := 0
	for i, w := range words {
		if len(w) > len(words[longest]) {
			longest = i
		}
	}
	letters := []byte(words[longest])
	if len(letters) > 2 {
		at := 1 + random.IntN(len(letters)-2)
		letters[at], letters[at+1] = letters[at+1], letters[at]
	}
	words[longest] = string(letters)
	return strings.Join(words, " ")
}
