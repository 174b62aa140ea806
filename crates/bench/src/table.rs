//! What was measured, as a plain table: each figure beside its limit and its budget.

use std::fmt::Write as _;

/// What a figure has to be.
#[derive(Clone, Copy)]
pub(crate) enum Budget {
    /// Less than that.
    Under(f64),
    /// That or less.
    AtMost(f64),
    /// That or more.
    AtLeast(f64),
}

impl Budget {
    fn is_held_by(self, value: f64) -> bool {
        match self {
            Self::Under(bound) => value < bound,
            Self::AtMost(bound) => value <= bound,
            Self::AtLeast(bound) => value >= bound,
        }
    }

    fn words(self) -> String {
        match self {
            Self::Under(bound) => format!("< {}", short(bound)),
            Self::AtMost(bound) => format!("<= {}", short(bound)),
            Self::AtLeast(bound) => format!(">= {}", short(bound)),
        }
    }
}

/// One line.
struct Figure {
    name: String,
    value: f64,
    unit: &'static str,
    /// What bounds it, measured in the same run and in the same unit.
    limit: Option<(&'static str, f64)>,
    budget: Option<Budget>,
}

/// Figures in the order in which they were measured.
#[derive(Default)]
pub(crate) struct Table(Vec<Figure>);

impl Table {
    /// A figure that nothing is asked of.
    pub(crate) fn add(&mut self, name: &str, value: f64, unit: &'static str) -> &mut Self {
        self.0.push(Figure {
            name: name.to_owned(),
            value,
            unit,
            limit: None,
            budget: None,
        });
        self
    }

    /// Says what bounds the figure that was added last, in its own unit.
    pub(crate) fn of(&mut self, limit: &'static str, value: f64) -> &mut Self {
        if let Some(figure) = self.0.last_mut() {
            figure.limit = Some((limit, value));
        }
        self
    }

    /// Says what the figure that was added last has to be.
    pub(crate) fn within(&mut self, budget: Budget) -> &mut Self {
        if let Some(figure) = self.0.last_mut() {
            figure.budget = Some(budget);
        }
        self
    }

    /// The table as text, a line for each figure.
    pub(crate) fn text(&self) -> String {
        let mut text = line([
            "figure",
            "",
            "unit",
            "limit of the same run",
            "ratio",
            "budget",
            "",
        ]);
        for figure in &self.0 {
            let (limit, ratio) = match figure.limit {
                Some((what, value)) => (
                    format!("{what} {}", short(value)),
                    format!("{:.0} %", figure.value / value * 100.0),
                ),
                None => (String::new(), String::new()),
            };
            let (budget, held) = match figure.budget {
                Some(budget) if budget.is_held_by(figure.value) => (budget.words(), "held"),
                Some(budget) => (budget.words(), "NOT HELD"),
                None => (String::new(), ""),
            };
            text += &line([
                &figure.name,
                &short(figure.value),
                figure.unit,
                &limit,
                &ratio,
                &budget,
                held,
            ]);
        }
        text
    }

    /// The names of the figures that miss their budget.
    pub(crate) fn missed(&self) -> Vec<&str> {
        let missed = |figure: &&Figure| {
            let held = |budget: Budget| budget.is_held_by(figure.value);
            !figure.budget.is_none_or(held)
        };
        let missed = self.0.iter().filter(missed);
        missed.map(|figure| figure.name.as_str()).collect()
    }

    /// Prints the table.
    ///
    /// # Errors
    /// When a budget is missed.
    pub(crate) fn print_and_check(&self) -> anyhow::Result<()> {
        println!("\n{}", self.text());
        let missed = self.missed();
        anyhow::ensure!(missed.is_empty(), "not held: {}", missed.join("; "));
        Ok(())
    }
}

fn line(cells: [&str; 7]) -> String {
    let [name, value, unit, limit, ratio, budget, held] = cells;
    let mut line = String::new();
    // Writing into memory cannot fail.
    let _ = write!(
        line,
        "{name:<46} {value:>9} {unit:<7} {limit:<32} {ratio:>6}  {budget:<8} {held}"
    );
    format!("{}\n", line.trim_end())
}

/// Three digits that matter, more where they are whole: 12345, 432, 43.2, 4.32.
fn short(value: f64) -> String {
    let digits = match value.abs() {
        large if large >= 100.0 => 0,
        middle if middle >= 10.0 => 1,
        _ => 2,
    };
    let text = format!("{value:.digits$}");
    if digits == 0 {
        return text;
    }
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A count as a number that can be divided.
pub(crate) fn real(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missed_budget_is_named_and_a_figure_without_one_is_not() {
        let mut table = Table::default();
        table.add("p99", 200.0, "ms").within(Budget::Under(200.0));
        table.add("rate", 50.0, "/s").within(Budget::AtLeast(50.0));
        table.add("lost", 0.0, "").within(Budget::AtMost(0.0));
        table.add("anything", 9.0, "");
        assert_eq!(table.missed(), ["p99"]);
        assert_eq!(table.text().matches("NOT HELD").count(), 1);
    }

    #[test]
    fn a_ratio_is_that_of_the_figure_to_its_limit() {
        let mut table = Table::default();
        table.add("intake", 250.0, "/s").of("fsyncs", 1000.0);
        assert!(table.text().contains("fsyncs 1000"), "{}", table.text());
        assert!(table.text().contains("25 %"), "{}", table.text());
    }

    #[test]
    fn numbers_keep_three_digits() {
        let all = [12345.6, 432.1, 43.21, 4.321, 0.0, 200.0, 50.0];
        let all = all.map(short);
        assert_eq!(all, ["12346", "432", "43.2", "4.32", "0", "200", "50"]);
    }
}
