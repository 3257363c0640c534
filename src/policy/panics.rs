//! Panics of the interpreter, caught and kept from the terminal.

use std::any::Any;
use std::cell::Cell;
use std::panic;
use std::sync::Once;

thread_local! {
    static SILENT: Cell<bool> = const { Cell::new(false) };
}

static INSTALLED: Once = Once::new();

/// Keeps the panics of policies, which become faults, from being printed as panics of the program. Those of the program
/// itself are printed as before. To be called once, by the program; a library must not change its user's panics unasked.
pub fn quiet_panics() {
    INSTALLED.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if !SILENT.get() {
                before(panic);
            }
        }));
    });
}

/// Runs something whose panics the caller catches.
pub(super) fn silently<T>(run: impl FnOnce() -> T) -> T {
    let before = SILENT.replace(true);
    let done = run();
    SILENT.set(before);
    done
}

/// What a panic says.
pub(super) fn message(panic: &(dyn Any + Send)) -> &str {
    panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message")
}
