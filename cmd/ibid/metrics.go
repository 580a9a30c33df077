package main

import (
	"net/http"
	"runtime"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// outcome says what became of a question's vector.
type outcome string

const (
	outcomeUsed   outcome = "used"   // it was there in time
	outcomeLate   outcome = "late"   // it was not waited for any longer
	outcomeFailed outcome = "failed" // the server gave none, or none of use
)

// metrics are what /metrics shows, in a registry of their own. Nothing in
// them is about a member, a server or a question. They are made by
// [newMetrics] and safe for use by any number of goroutines.
type metrics struct {
	registry *prometheus.Registry
	queries  *prometheus.CounterVec
	texts    *prometheus.GaugeVec
}

func newMetrics() *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		queries: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "ibid_embeddings_queries_total",
			Help: "Questions whose vector was asked for, by whether it was used, late or failed.",
		}, []string{"outcome"}),
		texts: prometheus.NewGaugeVec(prometheus.GaugeOpts{
			Name: "ibid_embeddings_library_texts",
			Help: "Texts of the library that have their vectors (embedded), of all that shall have one (wanted).",
		}, []string{"state"}),
	}
	build := prometheus.NewGauge(prometheus.GaugeOpts{
		Name:        "ibid_build_info",
		Help:        "Always 1; which Ibid this is, and the Go that built it.",
		ConstLabels: prometheus.Labels{"version": version(), "goversion": runtime.Version()},
	})
	build.Set(1)
	m.registry.MustRegister(m.queries, m.texts, build, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	// A series that begins with its first event hides that event from a rate.
	for _, o := range []outcome{outcomeUsed, outcomeLate, outcomeFailed} {
		m.queries.WithLabelValues(string(o))
	}
	m.libraryTexts(0, 0)
	return m
}

// handler serves the metrics in Prometheus's text format.
func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// query counts a question.
func (m *metrics) query(o outcome) { m.queries.WithLabelValues(string(o)).Inc() }

// libraryTexts says how far the library is embedded.
func (m *metrics) libraryTexts(embedded, wanted int) {
	m.texts.WithLabelValues("embedded").Set(float64(embedded))
	m.texts.WithLabelValues("wanted").Set(float64(wanted))
}
