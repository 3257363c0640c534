package main

deny contains "everything is wrong"

deny_named contains "and this too"

warn contains "and a little this"

exception := [[""]] if input.excused
