# METADATA
# scope: package
# title: Parties
# description: Products and domains that take part in a finding, as messages name them.
package lib.parties

# The domains of a list that are known.
known(domains) := {domain | some domain in domains; domain != null}

# A party by the name of its product and its domain, as far as they are known: "Orders (sales)".
named(party) := sprintf("%s (%s)", [product(party), party.domain]) if {
	object.get(party, "domain", null) != null
} else := product(party)

product(party) := party.product_name if {
	object.get(party, "product_name", null) != null
} else := party.product if {
	object.get(party, "product", null) != null
} else := "a pipeline"
