package lib.refusals_test

import data.lib.refusals

refusal := {
	"message": "warn is looser than deny",
	"help": "take it out",
	"key": "a",
	"path": ["overrides", 0],
	"beside": {"at": "a.yaml:1:1", "message": "the mesh says deny"},
}

test_a_refusal_is_a_violation_with_both_places if {
	refusals.violations({"refusals": [refusal]}) == {{
		"message": "warn is looser than deny; the mesh says deny (a.yaml:1:1)",
		"path": ["overrides", 0],
		"key": "a",
		"remediation": "Take it out.",
	}}
}

test_one_place_stands_alone_and_a_question_stays_one if {
	given := object.union(refusal, {"beside": null, "help": "did you mean `a`?"})
	refusals.violations({"refusals": [given]}) == {{
		"message": "warn is looser than deny",
		"path": ["overrides", 0],
		"key": "a",
		"remediation": "Did you mean `a`?",
	}}
}

test_nothing_refused_is_nothing if {
	refusals.violations({"refusals": []}) == set()
	refusals.violations({"refusals": null}) == set()
	refusals.violations({}) == set()
}

test_a_refusal_without_words_is_one_too if {
	some violation in refusals.violations({"refusals": [object.union(refusal, {"beside": null, "message": null})]})
	violation.message == "takes no effect"
}
