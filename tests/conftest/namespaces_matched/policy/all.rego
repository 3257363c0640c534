package main

deny contains "main"
