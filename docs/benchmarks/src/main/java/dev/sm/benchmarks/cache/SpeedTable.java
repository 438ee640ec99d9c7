package dev.sm.benchmarks.cache;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * The turns of all contenders at one task. The second contender is the one that others
 * are compared with, turn by turn.
 */
final class SpeedTable {

	private final String title;

	private final List<Contender> contenders;

	private final Map<String, List<Turn>> turns = new LinkedHashMap<>();

	SpeedTable(String title, List<Contender> contenders) {
		this.title = title;
		this.contenders = contenders;
		contenders.forEach((contender) -> this.turns.put(contender.name(), new ArrayList<>()));
	}

	/** Everybody's turn, beginning with another one each time; one before 0 warms up. */
	void turn(int number, Function<Contender, Turn> task) {
		for (int i = 0; i < this.contenders.size(); i++) {
			Contender contender = this.contenders.get(Math.floorMod(i + number, this.contenders.size()));
			Turn turn = task.apply(contender);
			if (number >= 0) {
				of(contender).add(turn);
			}
		}
	}

	void print(String mark, boolean latency) {
		List<Turn> base = of(this.contenders.get(1));
		ToDoubleFunction<Turn> figure = latency ? Turn::p50 : Turn::rate;
		System.out.printf(Locale.ROOT, "%n%s (mark of sm: %s of %s)%n%n", this.title, mark,
				this.contenders.get(1).name());
		System.out.println("| | ops/s | p50 us | p99 us | bytes/op | ratio of " + (latency ? "p50" : "ops/s") + " |");
		System.out.println("|---|---:|---:|---:|---:|---:|");
		this.turns.forEach((name, all) -> {
			List<Double> ratios = new ArrayList<>();
			for (int i = 0; i < all.size(); i++) {
				ratios.add(figure.applyAsDouble(all.get(i)) / figure.applyAsDouble(base.get(i)));
			}
			System.out.printf(Locale.ROOT, "| %s | %,.0f | %.1f | %.1f | %,.0f | %.2f |%n", name,
					median(all, Turn::rate), median(all, Turn::p50), median(all, Turn::p99), median(all, Turn::bytes),
					median(ratios, Double::doubleValue));
		});
	}

	private List<Turn> of(Contender contender) {
		return this.turns.computeIfAbsent(contender.name(), (name) -> new ArrayList<>());
	}

	private static <T> double median(List<T> all, ToDoubleFunction<T> figure) {
		double[] sorted = all.stream().mapToDouble(figure).sorted().toArray();
		return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
	}

}
