# METADATA
# scope: package
# title: A price has an amount, a currency and a unit
# description: >-
#   A price of 100 is none: it may be euros a month or dollars a query. Who reads a contract can work out the bill from an
#   amount, a currency of ISO 4217 and a unit.
# related_resources:
#   - ref: https://bitol-io.github.io/open-data-contract-standard/latest/pricing/
#   - ref: https://www.iso.org/iso-4217-currency-codes.html
# schemas:
#   - input: schema["contract.schema"]
# custom:
#   subject: contract
#   severity: low
#   code: CST-007
#   class: default
#   levels: {gate: deny, audit: warn}
#   remediation: Complete priceAmount, priceCurrency (such as EUR) and priceUnit (such as month) in {name}.
package mesh.cost.complete_price

import data.lib.currencies
import data.lib.words

price := object.get(input, "price", null)

missing := {part | some part in ["amount", "currency", "unit"]; absent(price[part])}

absent(value) if value == null

absent(value) if {
	is_string(value)
	trim_space(value) == ""
}

deny contains violation if {
	count(missing) > 0
	violation := {
		"message": sprintf("the price has no %s", [words.enumeration(missing)]),
		"path": ["price"],
		"key": "missing",
		"expected": sort(missing),
	}
}

deny contains violation if {
	not "amount" in missing
	not sound(price.amount)
	violation := {
		"message": sprintf("the amount %v of the price is not a number from 0 on", [price.amount]),
		"path": ["price"],
		"key": "amount",
		"actual": price.amount,
	}
}

sound(amount) if {
	is_number(amount)
	amount >= 0
}

deny contains violation if {
	not "currency" in missing
	not currencies.is_code(price.currency)
	violation := {
		"message": sprintf("the currency %v of the price is no code of ISO 4217", [price.currency]),
		"path": ["price"],
		"key": "currency",
		"actual": price.currency,
	}
}

not_applicable if price == null
