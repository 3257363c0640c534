package mesh.access.recent_review_test

import data.mesh.access.recent_review

parameters := {"review_tag": "accessReviewedOn", "max_days": 180}

node(reviewed) := {
	"kind": "node",
	"tags_complete": true,
	"effective_tags": {"accessreviewedon": reviewed},
	"access": {"assignments": 4},
}

denied(of) := found if {
	found := recent_review.deny with input as of with data.parameters as parameters with data.meshgov.as_of as "2026-11-23"
}

unknown(of) := found if {
	found := recent_review.cannot_evaluate with input as of with data.parameters as parameters
}

test_recent_review_passes if {
	denied(node("2026-05-27")) == set()
	denied(node("2026-11-23")) == set()
	denied(node("2026-11-23T08:00:00Z")) == set()
	unknown(node("2026-05-27")) == set()
	not recent_review.not_applicable with input as node("2026-05-27")
}

test_old_review_is_told_with_its_age if {
	denied(node("2026-05-26")) == {{
		"message": "access was last reviewed on 2026-05-26, 181 days ago, and at most 180 may pass",
		"path": ["tags"],
		"key": "age",
		"actual": 181,
		"expected": 180,
	}}
}

test_review_in_the_future_is_none if {
	denied(node("2026-11-24")) == {{
		"message": "the tag accessReviewedOn says that access was reviewed on 2026-11-24, which is still to come",
		"path": ["tags"],
		"key": "future",
		"actual": "2026-11-24",
	}}
}

test_what_is_no_day_is_told if {
	every text in ["in spring", "2026-13-40"] {
		denied(node(text)) == {{
			"message": sprintf("the tag accessReviewedOn holds no day such as 2027-04-01: %s", [text]),
			"path": ["tags"],
			"key": "day",
			"actual": text,
		}}
	}
}

test_review_that_nobody_wrote_down_cannot_be_evaluated if {
	denied(node("")) == set()
	unknown(node("")) == {"no tag accessReviewedOn says when access was last reviewed"}
	unknown(object.union(node(""), {"tags_complete": false})) == {"the tags that it would inherit were not collected"}
	unknown(object.union(node("2026-05-27"), {"tags_complete": false})) == set()
}

test_node_without_assignments_is_left_alone if {
	recent_review.not_applicable with input as object.union(node(""), {"access": {"assignments": 0}})
}
