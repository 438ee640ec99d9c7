package dev.sm.shard;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The targets of a plan as an immutable map by shard id, ordered, over the planner's
 * numbers. A request that has them as owners is planned without looking shards up.
 */
final class Targets extends AbstractMap<String, String> {

	private final Layout layout;

	private final String[] names;

	private final int[] target;

	private final int size;

	Targets(Layout layout, String[] names, int[] target) {
		this.layout = layout;
		this.names = names;
		this.target = target;
		int count = 0;
		for (int participant : target) {
			count += (participant >= 0) ? 1 : 0;
		}
		this.size = count;
	}

	Layout layout() {
		return this.layout;
	}

	/**
	 * The owners by other numbers of the participants.
	 * @param model where participants are looked up
	 * @return the owner of each shard
	 */
	int[] owners(Model model) {
		int[] renumbered = new int[this.names.length];
		for (int p = 0; p < renumbered.length; p++) {
			renumbered[p] = model.participant(this.names[p]);
		}
		int[] owners = new int[this.target.length];
		for (int s = 0; s < owners.length; s++) {
			owners[s] = (this.target[s] >= 0) ? renumbered[this.target[s]] : Model.NONE;
		}
		return owners;
	}

	/**
	 * These targets, but for some shards what another map says.
	 * @param shards the shards
	 * @param others the other map; what it does not have is absent
	 * @return the new map
	 */
	Targets but(Collection<String> shards, Map<String, String> others) {
		int[] changed = this.target.clone();
		List<String> all = new ArrayList<>(Arrays.asList(this.names));
		Map<String, Integer> numbers = new HashMap<>();
		for (int p = 0; p < this.names.length; p++) {
			numbers.put(this.names[p], p);
		}
		for (String id : shards) {
			int shard = find(id);
			String other = others.get(id);
			if (shard >= 0) {
				changed[shard] = (other != null) ? numbers.computeIfAbsent(other, (name) -> {
					all.add(name);
					return all.size() - 1;
				}) : Model.NONE;
			}
		}
		return new Targets(this.layout, all.toArray(new String[0]), changed);
	}

	@Override
	public int size() {
		return this.size;
	}

	@Override
	public boolean containsKey(Object key) {
		return get(key) != null;
	}

	@Override
	public @Nullable String get(Object key) {
		int shard = (key instanceof String id) ? find(id) : -1;
		return (shard >= 0 && this.target[shard] >= 0) ? owner(shard) : null;
	}

	private int find(String id) {
		int low = 0;
		int high = this.layout.shards.length - 1;
		while (low <= high) {
			int middle = (low + high) >>> 1;
			int compared = this.layout.shards[middle].id().compareTo(id);
			if (compared == 0) {
				return middle;
			}
			low = (compared < 0) ? middle + 1 : low;
			high = (compared > 0) ? middle - 1 : high;
		}
		return -1;
	}

	private String owner(int shard) {
		return this.names[this.target[shard]];
	}

	@Override
	public Set<Map.Entry<String, String>> entrySet() {
		return new AbstractSet<>() {

			@Override
			public int size() {
				return Targets.this.size;
			}

			@Override
			public Iterator<Map.Entry<String, String>> iterator() {
				return new Entries();
			}

		};
	}

	private final class Entries implements Iterator<Map.Entry<String, String>> {

		private int next = advance(0);

		private int advance(int from) {
			int shard = from;
			while (shard < Targets.this.target.length && Targets.this.target[shard] < 0) {
				shard++;
			}
			return shard;
		}

		@Override
		public boolean hasNext() {
			return this.next < Targets.this.target.length;
		}

		@Override
		public Map.Entry<String, String> next() {
			if (!hasNext()) {
				throw new NoSuchElementException();
			}
			int shard = this.next;
			this.next = advance(shard + 1);
			return Map.entry(Targets.this.layout.shards[shard].id(), owner(shard));
		}

	}

}
