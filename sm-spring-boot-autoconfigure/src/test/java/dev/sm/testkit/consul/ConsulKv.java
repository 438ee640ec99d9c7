package dev.sm.testkit.consul;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Keys and the memory of removed ones, as Consul's state store keeps them. Not
 * thread-safe.
 */
final class ConsulKv {

	final TreeMap<String, Item> items;

	final TreeMap<String, Long> tombstones;

	long index;

	ConsulKv() {
		this(new TreeMap<>(), new TreeMap<>(), 0);
	}

	private ConsulKv(TreeMap<String, Item> items, TreeMap<String, Long> tombstones, long index) {
		this.items = items;
		this.tombstones = tombstones;
		this.index = index;
	}

	/** Items are immutable. */
	ConsulKv copy() {
		return new ConsulKv(new TreeMap<>(this.items), new TreeMap<>(this.tombstones), this.index);
	}

	Item set(long at, String key, byte[] value, long flags, String session, boolean bind) {
		Item before = this.items.get(key);
		String holder = bind ? session : (before != null) ? before.session : "";
		long locks = (before != null) ? before.lockIndex : 0;
		if (bind && !session.isEmpty() && (before == null || !before.session.equals(session))) {
			locks++;
		}
		Item next = new Item(key, value, flags, holder, locks, (before != null) ? before.createIndex : at, at);
		if (before != null && before.isLike(next)) {
			// no change, so the index stays
			return before;
		}
		this.items.put(key, next);
		this.index = at;
		return next;
	}

	void delete(long at, String key) {
		if (this.items.remove(key) != null) {
			this.tombstones.put(key, at);
			this.index = at;
		}
	}

	void deleteTree(long at, String prefix) {
		for (Item item : below(prefix)) {
			delete(at, item.key);
		}
	}

	/** Removes what a session has bound. */
	void deleteOf(long at, String session) {
		for (Item item : new ArrayList<>(this.items.values())) {
			if (item.session.equals(session)) {
				delete(at, item.key);
			}
		}
	}

	List<Item> below(String prefix) {
		List<Item> found = new ArrayList<>();
		for (Item item : this.items.tailMap(prefix).values()) {
			if (!item.key.startsWith(prefix)) {
				break;
			}
			found.add(item);
		}
		return found;
	}

	/**
	 * The index of a list: of the last change below the prefix, removals that are
	 * remembered included; without any, of the last change anywhere.
	 * @param prefix the prefix
	 * @return the index
	 */
	long indexBelow(String prefix) {
		long found = below(prefix).stream().mapToLong((item) -> item.modifyIndex).max().orElse(0);
		for (Map.Entry<String, Long> stone : this.tombstones.tailMap(prefix).entrySet()) {
			if (!stone.getKey().startsWith(prefix)) {
				break;
			}
			found = Math.max(found, stone.getValue());
		}
		return (found != 0 && !prefix.isEmpty()) ? found : this.index;
	}

	record Item(String key, byte[] value, long flags, String session, long lockIndex, long createIndex,
			long modifyIndex) {

		boolean isLike(Item other) {
			return Arrays.equals(this.value, other.value) && this.flags == other.flags
					&& this.session.equals(other.session) && this.lockIndex == other.lockIndex;
		}

		Map<String, Object> json(boolean withValue) {
			Map<String, Object> json = new LinkedHashMap<>();
			json.put("LockIndex", this.lockIndex);
			json.put("Key", this.key);
			json.put("Flags", this.flags);
			json.put("Value", (withValue && this.value.length > 0) ? this.value : null);
			if (!this.session.isEmpty()) {
				json.put("Session", this.session);
			}
			json.put("CreateIndex", this.createIndex);
			json.put("ModifyIndex", this.modifyIndex);
			return json;
		}

	}

}
