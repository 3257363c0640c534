package main

import rego.v1

deny contains sprintf("%v is %s", [key, type_name(value)]) if some key, value in input

default limit := 10

limit := input.limit if is_number(input.limit)

warn contains sprintf("%d is over %d", [input.count, limit]) if input.count > limit

deny contains json.marshal(input.nested) if input.nested

deny contains upper(trim_space(input.text)) if input.text

violation contains sprintf("%.2f", [input.ratio]) if input.ratio

deny contains sprintf("%v", [{part | some part in split(input.path, "/")}]) if input.path
