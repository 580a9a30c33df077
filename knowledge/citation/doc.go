// Package citation writes how a publication is cited: as a sentence in the
// manners of Chicago, APA and MLA, and as a record for programs in BibTeX,
// RIS and CSL-JSON.
//
// Read [Work] first. The sentences follow the Chicago Manual of Style (17th
// edition, bibliography), the Publication Manual of the APA (7th) and the MLA
// Handbook (9th); a test holds them to what citeproc makes of the CSL-JSON
// with the styles that these manuals' users maintain, and the records to what
// another program reads in them. Titles keep the capitals they were published
// with.
package citation
