package main

import rego.v1

deny contains "kind is missing" if not input.kind
