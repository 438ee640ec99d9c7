package dev.sm.benchmarks.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The threads of a process by the names of their groups. Pools whose size has a bound
 * fill in a burst and are empty seconds later, whatever is wrong or right, so that only
 * what they have beyond their bound counts. Immutable.
 *
 * @param groups how many threads each group has, by its name without numbers
 */
record ThreadCensus(Map<String, Integer> groups) {

	/**
	 * By the beginnings of names, of which the kernel keeps 15 characters: those who
	 * deliver changes and those who send for a member of a Raft group, and who serves
	 * requests.
	 */
	static final Map<String, Integer> BOUNDS = Map.of("sm-raft-watch-", 64, "sm-raft-sender", 64, "http-nio-", 210);

	private static final int SHOWN = 12;

	/**
	 * Counts threads.
	 * @param names their names
	 */
	static ThreadCensus of(List<String> names) {
		return new ThreadCensus(names.stream()
			.map((name) -> name.replaceAll("\\d+", "*"))
			.collect(Collectors.groupingBy((name) -> name, TreeMap::new, Collectors.summingInt((name) -> 1))));
	}

	/** Counts those of a process, without stopping it. */
	static ThreadCensus of(long pid) throws IOException {
		List<String> names = new ArrayList<>();
		try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
			for (Path task : tasks.toList()) {
				try {
					names.add(Files.readString(task.resolve("comm")).strip());
				}
				catch (NoSuchFileException ex) {
					// has ended meanwhile
				}
			}
		}
		return of(names);
	}

	private static int in(Map<String, Integer> groups, String begin) {
		return groups.entrySet()
			.stream()
			.filter((group) -> group.getKey().startsWith(begin))
			.mapToInt(Map.Entry::getValue)
			.sum();
	}

	/** Those within the bounds of pools. */
	int pooled() {
		return BOUNDS.entrySet()
			.stream()
			.mapToInt((bound) -> Math.min(bound.getValue(), in(this.groups, bound.getKey())))
			.sum();
	}

	/** All others, which must stay as many as they are. */
	int counted() {
		return in(this.groups, "") - pooled();
	}

	/** The largest groups, the largest first. */
	@Override
	public String toString() {
		return this.groups.entrySet()
			.stream()
			.sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
			.limit(SHOWN)
			.map((group) -> group.getKey() + " " + group.getValue())
			.collect(Collectors.joining(", "));
	}

}
