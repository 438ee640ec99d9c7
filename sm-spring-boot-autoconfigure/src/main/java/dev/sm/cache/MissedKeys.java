package dev.sm.cache;

import java.util.List;

/** Remembers the keys of missed writes of one node across restarts, or does not. */
interface MissedKeys {

	/** Remembers nothing. */
	MissedKeys FORGETFUL = new MissedKeys() {

		@Override
		public Content read() {
			return new Content(List.of(), false);
		}

		@Override
		public void add(String key) {
		}

		@Override
		public void overflow() {
		}

		@Override
		public void clear() {
		}

	};

	/** What is remembered. */
	Content read();

	/**
	 * Remembers a key.
	 * @param key its bytes, as ISO-8859-1
	 */
	void add(String key);

	/** Remembers that keys were forgotten. */
	void overflow();

	/** Forgets everything. */
	void clear();

	/**
	 * What is remembered.
	 *
	 * @param keys the keys
	 * @param overflowed whether there were more
	 */
	record Content(List<String> keys, boolean overflowed) {

	}

}
