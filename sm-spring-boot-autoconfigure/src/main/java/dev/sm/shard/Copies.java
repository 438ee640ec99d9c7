package dev.sm.shard;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/**
 * Who keeps copies of shards now, and who should, by numbers. Mutable; lives for one
 * plan.
 */
final class Copies {

	private static final int[] NOBODY = new int[0];

	private final int @Nullable [][] current;

	private final int @Nullable [][] planned;

	private final int[] known;

	Copies(Model model) {
		int[] asked = model.layout.copied;
		boolean any = asked.length > 0 || !model.request.standbys().isEmpty();
		this.current = any ? current(model) : null;
		this.planned = any ? new int[model.shards.length][] : null;
		this.known = any ? known(asked) : NOBODY;
	}

	private static int[][] current(Model model) {
		int[][] current = new int[model.shards.length][];
		if (!model.request.standbys().isEmpty()) {
			Arrays.setAll(current, (s) -> there(model, model.request.standbys().get(model.shards[s].id())));
		}
		return current;
	}

	private static int @Nullable [] there(Model model, @Nullable List<String> ids) {
		return (ids != null) ? ids.stream().mapToInt(model::participant).filter((p) -> p >= 0).distinct().toArray()
				: null;
	}

	private int[] known(int[] asked) {
		boolean[] wanted = new boolean[(this.current != null) ? this.current.length : 0];
		for (int shard : asked) {
			wanted[shard] = true;
		}
		return IntStream.range(0, wanted.length).filter((s) -> wanted[s] || current(s).length > 0).toArray();
	}

	/** The shards that ask for standbys or have some, ordered. */
	int[] known() {
		return this.known;
	}

	/**
	 * Who keeps a copy now, of those that are there.
	 * @param shard the shard
	 * @return participants, first in line first
	 */
	int[] current(int shard) {
		return (this.current != null && this.current[shard] != null) ? this.current[shard] : NOBODY;
	}

	/**
	 * Who should keep a copy.
	 * @param shard the shard
	 * @return participants, first in line first
	 */
	int[] planned(int shard) {
		return (this.planned != null && this.planned[shard] != null) ? this.planned[shard] : NOBODY;
	}

	void plan(int shard, int[] participants) {
		if (this.planned != null) {
			this.planned[shard] = participants;
		}
	}

}
