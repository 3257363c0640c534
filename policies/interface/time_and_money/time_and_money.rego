# METADATA
# scope: package
# title: Time is written one way, and money is not rounded
# description: >-
#   A date that one domain writes as 03/04 and another as 04.03 joins wrongly and silently, and money in floating numbers
#   does not add up. Time follows ISO 8601; money is a whole number of the smallest unit, or a decimal where the federation
#   allows it.
# related_resources:
#   - ref: https://www.datamesh-governance.com/
#   - ref: https://www.iso.org/iso-8601-date-and-time-format.html
# schemas:
#   - input: schema["contract.schema"]
# custom:
#   subject: contract
#   severity: low
#   code: INT-003
#   class: advisory
#   levels: {gate: note, audit: warn}
#   parameters:
#     time_words:
#       type: set
#       default: [date, datetime, timestamp]
#       tighter: superset
#       description: Words of names that hold time
#     money_words:
#       type: set
#       default: [amount, balance, cost, price, revenue, salary]
#       tighter: superset
#       description: Words of names that hold money
#     decimal_money:
#       type: boolean
#       default: true
#       tighter: fixed
#       description: Whether decimals of a fixed scale will do for money
#   remediation: >-
#     Give the column the logical type date or timestamp with a format of ISO 8601, or money a whole number of cents.
package mesh.interface.time_and_money

import data.lib.lists
import data.parameters

# Words of a name, in lower case: `orderDate` and `order_date` are both order and date.
words_of(name) := {word |
	some word in split(lower(regex.replace(name, `([a-z0-9])([A-Z])`, "${1}_$2")), "_")
}

own(column) := steps[count(steps) - 1] if {
	steps := split(column.name, ".")
}

columns := input.columns if {
	is_array(input.columns)
} else := []

time_words := {word | some word in parameters.time_words}

money_words := {word | some word in parameters.money_words}

# Words of names that hold a share or a count of something, and no money.
shares := {"count", "elasticity", "factor", "index", "pct", "percent", "percentage", "rate", "ratio", "share"}

# Formats that begin with the year, or name the standard.
iso := `^(?i)(?:yyyy|uuuu|%y|hh:|%h:|iso|rfc.?3339|date|time)`

times := {"date", "time", "timestamp"}

deny contains violation if {
	some column in columns
	column.logical_type in times
	column.format != null
	not regex.match(iso, column.format)
	violation := told(column, sprintf("%s writes time as %s, which is not ISO 8601", [column.name, column.format]), column.format)
}

deny contains violation if {
	some column in columns
	column.logical_type == "string"
	column.format == null
	holds_time(column)
	violation := told(column, sprintf("%s holds time as text of no stated format", [column.name]), "string")
}

deny contains violation if {
	some column in columns
	column.logical_type == "number"
	holds_money(column)
	not exact(column)
	violation := told(column, sprintf("%s holds money as a number that may be rounded", [column.name]), "number")
}

told(column, message, actual) := {"message": message, "path": column.path, "key": column.name, "actual": actual}

holds_time(column) if count(words_of(own(column)) & time_words) > 0

holds_time(column) if endswith(own(column), "_at")

holds_money(column) if {
	held := words_of(own(column))
	count(held & money_words) > 0
	count(held & shares) == 0
	object.get(column, "unit", null) == null
}

exact(column) if {
	parameters.decimal_money
	regex.match(`(?i)dec|numeric|money|number\(`, column.physical_type)
}

# Oracle's NUMBER is decimal, whether it names its digits or not.
exact(column) if {
	parameters.decimal_money
	some server in lists.of(input.servers)
	server.type == "oracle"
	lower(column.physical_type) == "number"
}

not_applicable if input.life_cycle in {"proposed", "draft", "retired"}

cannot_evaluate contains "a column that may hold time or money has no logical type" if {
	some column in columns
	object.get(column, "logical_type", null) == null
	may_hold(column)
}

may_hold(column) if holds_time(column)

may_hold(column) if holds_money(column)

cannot_evaluate contains "the contract describes no columns" if {
	count(columns) == 0
}
