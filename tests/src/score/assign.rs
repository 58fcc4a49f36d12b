//! Which predicted entry belongs to which true one, when all are taken together.

/// The assignment of rows to columns with the greatest sum: at most one column a row and one row a column.
///
/// Every row of `matrix` has the same length. The Hungarian method with potentials, O(n² m).
pub(crate) fn assign(matrix: &[Vec<f64>]) -> Vec<(usize, usize)> {
    let (rows, columns) = (matrix.len(), matrix.first().map_or(0, Vec::len));
    if rows == 0 || columns == 0 {
        return Vec::new();
    }
    if rows <= columns {
        return minimise(rows, columns, |row, column| -matrix[row][column]);
    }
    minimise(columns, rows, |row, column| -matrix[column][row]).into_iter().map(|(column, row)| (row, column)).collect()
}

/// Rows and columns are counted from 1; row and column 0 stand for "none".
fn minimise(rows: usize, columns: usize, cost: impl Fn(usize, usize) -> f64) -> Vec<(usize, usize)> {
    let (mut row_potential, mut column_potential) = (vec![0.0; rows + 1], vec![0.0; columns + 1]);
    let mut row_of = vec![0; columns + 1];
    for row in 1..=rows {
        row_of[0] = row;
        let mut least = vec![f64::INFINITY; columns + 1];
        let mut came_from = vec![0; columns + 1];
        let mut visited = vec![false; columns + 1];
        let mut column = 0;
        loop {
            visited[column] = true;
            let current = row_of[column];
            let (mut step, mut next) = (f64::INFINITY, 0);
            for candidate in 1..=columns {
                if visited[candidate] {
                    continue;
                }
                let reduced = cost(current - 1, candidate - 1) - row_potential[current] - column_potential[candidate];
                if reduced < least[candidate] {
                    least[candidate] = reduced;
                    came_from[candidate] = column;
                }
                if least[candidate] < step {
                    step = least[candidate];
                    next = candidate;
                }
            }
            for candidate in 0..=columns {
                if visited[candidate] {
                    row_potential[row_of[candidate]] += step;
                    column_potential[candidate] -= step;
                } else {
                    least[candidate] -= step;
                }
            }
            column = next;
            if row_of[column] == 0 {
                break;
            }
        }
        while column != 0 {
            let previous = came_from[column];
            row_of[column] = row_of[previous];
            column = previous;
        }
    }
    (1..=columns).filter(|&column| row_of[column] != 0).map(|column| (row_of[column] - 1, column - 1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_counts_and_not_the_best_single_pair() {
        let mut pairs = assign(&[vec![1.0, 2.0], vec![2.0, 1.0], vec![0.0, 5.0]]);
        pairs.sort_unstable();
        assert_eq!(pairs, [(1, 0), (2, 1)]);
        assert_eq!(assign(&[vec![0.9, 0.8], vec![0.8, 0.0]]), [(1, 0), (0, 1)]);
        assert!(assign(&[]).is_empty());
    }
}
