//! A table of texts for a terminal.

/// A line of headings and a line for each row, in columns as wide as their widest cell; nothing where there is no row.
pub(super) fn columns<H: AsRef<str>>(head: &[H], rows: &[Vec<String>]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let mut widths: Vec<usize> = head.iter().map(|cell| cell.as_ref().chars().count()).collect();
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut text = String::new();
    line(head, &widths, &mut text);
    for row in rows {
        line(row, &widths, &mut text);
    }
    text
}

fn line<T: AsRef<str>>(cells: &[T], widths: &[usize], text: &mut String) {
    let mut line = String::new();
    for (cell, width) in cells.iter().zip(widths) {
        let cell = cell.as_ref();
        line.push_str(cell);
        line.extend(std::iter::repeat_n(' ', width.saturating_sub(cell.chars().count()) + 2));
    }
    text.push_str(line.trim_end());
    text.push('\n');
}
