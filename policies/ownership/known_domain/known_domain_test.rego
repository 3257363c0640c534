package mesh.ownership.known_domain_test

import data.mesh.ownership.known_domain

parameters := {"max_depth": 2}

domain(changes) := object.union(
	{
		"kind": "domain",
		"declared": true,
		"declared_domains": 5,
		"declarations": [{"origin": {"file": "a.yaml"}}],
		"depth": 2,
		"parent": "commerce",
		"parent_known": true,
		"parent_cycle": false,
		"similar": [],
		"mentions": [],
		"mention_count": 4,
	},
	changes,
)

stranger(changes) := object.union(
	domain({
		"declared": false,
		"declarations": [],
		"depth": 1,
		"parent_known": null,
		"mentions": [{"kind": "product", "name": "Orders"}, {"kind": "source_system", "name": "erp"}],
	}),
	changes,
)

denied(of) := found if {
	found := known_domain.deny with input as of with data.parameters as parameters
}

unknown(of) := found if {
	found := known_domain.cannot_evaluate with input as of
}

test_declared_domain_passes if {
	denied(domain({})) == set()
	unknown(domain({})) == set()
	denied(domain({"similar": [{"name": "Sales", "declared": false}]})) == set()
}

test_undeclared_domain_is_denied_and_shown if {
	denied(stranger({})) == {{
		"message": "no Domain declares it, and 4 places name it: product Orders and source system erp",
		"path": ["mentions", 0],
		"key": "declared",
	}}
	unknown(stranger({})) == set()
}

test_one_place_is_one if {
	some violation in denied(stranger({"mention_count": 1, "mentions": []}))
	violation.message == "no Domain declares it, and 1 place names it"
	violation.path == ["mentions"]
}

test_three_places_are_enough if {
	many := [{"kind": "product", "name": name} | some name in ["a", "b", "c", "d"]]
	some violation in denied(stranger({"mentions": many}))
	violation.message == "no Domain declares it, and 4 places name it: product a, product b and product c"
}

test_declared_spelling_is_the_advice if {
	some violation in denied(stranger({"similar": [{"name": "SALES", "declared": false}, {"name": "sales", "declared": true}]}))
	violation.expected == "sales"
	violation.remediation == "Write sales, which is declared, wherever this spelling is used."
}

test_mesh_without_domains_cannot_be_evaluated if {
	denied(stranger({"declared_domains": 0})) == set()
	unknown(stranger({"declared_domains": 0})) == {"no Domain is declared, so there is no list of domains to compare with"}
}

test_unknown_size_of_the_registry_excuses_nothing if {
	count(denied(object.remove(stranger({}), ["declared_domains"]))) == 1
}

test_two_declared_spellings_are_a_warning if {
	denied(domain({"similar": [{"name": "Sales", "declared": true}]})) == {{
		"message": "is declared, and so is Sales, which differs only in spelling",
		"path": ["name"],
		"key": "similar",
		"level": "warn",
		"remediation": "Keep one of the two, and use its spelling everywhere.",
	}}
}

test_two_declarations_are_denied if {
	some violation in denied(domain({"declarations": [{"origin": {"file": "a.yaml"}}, {"origin": {"file": "b.yaml"}}]}))
	violation.message == "2 files declare it"
	violation.path == ["declarations", 1]
	violation.actual == 2
	violation.expected == 1
}

test_unknown_parent_is_denied if {
	some violation in denied(domain({"parent_known": false}))
	violation.message == "its parent commerce is no declared domain"
	violation.path == ["parent"]
	violation.remediation == "Declare commerce, or correct the parent."
	denied(domain({"parent_known": null})) == set()
}

test_own_ancestor_is_denied_whatever_its_depth if {
	{violation.message | some violation in denied(domain({"parent_cycle": true, "depth": 9}))} == {"is its own ancestor"}
	unknown(domain({"parent_cycle": true, "depth": null})) == set()
}

test_deep_domain_is_denied if {
	some violation in denied(domain({"depth": 3}))
	violation.message == "lies 3 levels deep, and at most 2 are agreed"
	violation.actual == 3
	violation.expected == 2
}

test_unknown_facts_cannot_be_evaluated if {
	unknown(domain({"declared": null})) == {"whether a Domain declares it is not known"}
	unknown(domain({"depth": null})) == {"how deep the domain lies is not known"}
}
