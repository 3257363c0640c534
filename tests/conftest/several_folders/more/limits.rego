package main

limits := {"most": 3}

warn contains "from the second folder" if input.count
