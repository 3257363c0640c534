//! Our restatement of the standards judges as the standards' own schemas do.
//!
//! The standards' schemas and real documents are read from `../shared/data` or the folder that `MESHGOV_REAL_DATA` names;
//! where that is absent, these tests say so and pass.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod corpus;
mod editions;
mod mutation;
mod synthesis;

use std::collections::BTreeSet;

use editions::{Edition, Formats, every_edition};

#[test]
fn real_documents_are_judged_alike_by_every_version() {
    let Some(data) = corpus::folder() else { return };
    let documents = corpus::documents(&data);
    let (mut judged, mut refused) = (0, 0);
    for edition in every_edition(&data) {
        for (file, document) in documents.of(edition.standard) {
            edition.assert_same_verdict(document, Formats::Both, || file.to_owned());
            edition.assert_same_places(document, file);
            judged += 1;
            refused += usize::from(!edition.official_allows(document));
        }
    }
    // Both verdicts must occur, or nothing was compared.
    assert!(judged > 300, "{judged} documents");
    assert!(refused > 50 && refused < judged, "{refused} of {judged} refused");
}

#[test]
fn mutations_of_real_documents_are_judged_alike() {
    let Some(data) = corpus::folder() else { return };
    let documents = corpus::documents(&data);
    for edition in every_edition(&data) {
        let mut mutations = mutation::Mutations::new(&edition);
        for (file, document) in documents.of(edition.standard) {
            mutations.judge(document, file);
        }
        assert_mutations(&edition, &mutations);
    }
}

#[test]
fn documents_that_use_every_property_and_their_mutations_are_judged_alike() {
    let Some(data) = corpus::folder() else { return };
    for edition in every_edition(&data) {
        let documents = synthesis::documents(&edition.official);
        let used: BTreeSet<String> = documents.iter().flat_map(synthesis::keys).collect();
        let unused: Vec<_> = synthesis::properties(&edition.official)
            .into_iter()
            .filter(|name| !used.contains(name))
            .collect();
        assert!(unused.is_empty(), "{}: no document uses {unused:?}", edition.name);
        let mut mutations = mutation::Mutations::new(&edition);
        let mut clean = 0;
        for document in documents {
            edition.assert_same_verdict(&document, Formats::Both, || "synthesised".to_owned());
            edition.assert_same_places(&document, "synthesised");
            clean += usize::from(edition.official_allows(&document));
            mutations.judge(&document, "synthesised");
        }
        // Most mutations start from a document that is right.
        assert!(clean > 10, "{}: {clean} synthesised documents are right", edition.name);
        assert_mutations(&edition, &mutations);
    }
}

#[test]
fn no_sentence_of_the_standards_own_schemas_is_in_ours() {
    let Some(data) = corpus::folder() else { return };
    let ours = corpus::our_texts();
    let mut sentences = 0;
    for edition in every_edition(&data) {
        for sentence in synthesis::sentences(&edition.official) {
            sentences += 1;
            assert!(
                !ours.iter().any(|text| text.contains(&sentence)),
                "{}: {sentence}",
                edition.name
            );
        }
    }
    assert!(sentences > 100, "{sentences} sentences");
}

fn assert_mutations(edition: &Edition, mutations: &mutation::Mutations<'_>) {
    let (judged, refused) = (mutations.judged, mutations.refused);
    assert!(judged > 1_000, "{}: {judged} mutations", edition.name);
    assert!(
        refused > 100 && refused < judged,
        "{}: {refused} of {judged} refused",
        edition.name
    );
}
