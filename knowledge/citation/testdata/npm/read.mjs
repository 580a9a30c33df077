// Reads [{csl, bibtex, ris}] on standard input and writes, for each, what
// citeproc makes of the CSL-JSON in three styles, and what Citation.js reads
// in the other two records. The styles and locales are in the folder named
// by the first argument.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { plugins } from '@citation-js/core'
import '@citation-js/plugin-bibtex'
import '@citation-js/plugin-ris'

const CSL = createRequire(import.meta.url)('citeproc')
const folder = process.argv[2]

function cite (item, style) {
  const sys = {
    retrieveLocale: (lang) => readFileSync(`${folder}/locales/locales-${lang}.xml`, 'utf8'),
    retrieveItem: () => item
  }
  const engine = new CSL.Engine(sys, readFileSync(`${folder}/styles/${style}.csl`, 'utf8'), 'en-US')
  engine.setOutputFormat('text')
  engine.updateItems([item.id])
  return engine.makeBibliography()[1][0].trim()
}

const works = JSON.parse(readFileSync(0, 'utf8'))
console.log(JSON.stringify(works.map(({ csl, bibtex, ris }) => {
  const item = JSON.parse(csl)[0]
  return {
    chicago: cite(item, 'chicago-note-bibliography'),
    apa: cite(item, 'apa'),
    mla: cite(item, 'modern-language-association'),
    bibtex: plugins.input.chain(bibtex, { generateGraph: false }),
    ris: plugins.input.chain(ris, { generateGraph: false })
  }
})))
