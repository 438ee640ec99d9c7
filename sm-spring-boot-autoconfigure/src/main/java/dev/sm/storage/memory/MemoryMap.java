package dev.sm.storage.memory;

import java.nio.charset.StandardCharsets;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

import dev.sm.storage.ReservedKeys;
import dev.sm.storage.memory.MemoryStore.Change;
import org.jspecify.annotations.Nullable;

/**
 * A memory node seen as a map. Entries read from it are copies; a write removes the time
 * to live.
 */
final class MemoryMap extends AbstractMap<String, byte[]> {

	private final MemoryStore store;

	MemoryMap(MemoryStore store) {
		this.store = store;
	}

	@Override
	public byte @Nullable [] get(@Nullable Object key) {
		Item item = (key instanceof String text) ? this.store.get(bytes(text)) : null;
		return (item != null) ? item.value() : null;
	}

	@Override
	public boolean containsKey(@Nullable Object key) {
		return get(key) != null;
	}

	@Override
	public byte @Nullable [] put(String key, byte[] value) {
		Bytes bytes = bytes(key);
		if (ReservedKeys.contains(bytes.array())) {
			throw new IllegalArgumentException("key '" + key + "' is one that nodes keep for themselves");
		}
		Item item = new Item(value, Item.NEVER);
		return this.store.update(bytes, (stored) -> new Change<>(item, valueOf(stored))).orElse(null);
	}

	@Override
	public byte @Nullable [] remove(@Nullable Object key) {
		if (key instanceof String text) {
			return this.store.update(bytes(text), (stored) -> new Change<>(null, valueOf(stored))).orElse(null);
		}
		return null;
	}

	@Override
	public Set<Entry<String, byte[]>> entrySet() {
		return new Entries();
	}

	private static Optional<byte[]> valueOf(@Nullable Item item) {
		return Optional.ofNullable(item).map(Item::value);
	}

	private static Bytes bytes(String key) {
		return new Bytes(key.getBytes(StandardCharsets.UTF_8));
	}

	private final class Entries extends AbstractSet<Entry<String, byte[]>> {

		@Override
		public Iterator<Entry<String, byte[]>> iterator() {
			MemoryStore store = MemoryMap.this.store;
			return StreamSupport.stream(store.from(new Bytes(new byte[0]), true).entrySet().spliterator(), false)
				.filter((entry) -> !entry.getValue().expired(store.now())
						&& !ReservedKeys.contains(entry.getKey().array()))
				.<Entry<String, byte[]>>map((entry) -> Map
					.entry(new String(entry.getKey().array(), StandardCharsets.UTF_8), entry.getValue().value()))
				.iterator();
		}

		@Override
		public int size() {
			return (int) Math.min(Integer.MAX_VALUE, MemoryMap.this.store.size());
		}

	}

}
