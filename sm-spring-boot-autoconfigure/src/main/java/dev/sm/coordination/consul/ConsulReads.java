package dev.sm.coordination.consul;

import java.util.List;

import dev.sm.coordination.Entry;
import dev.sm.coordination.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * Consistent reads.
 */
final class ConsulReads {

	private final ConsulCalls calls;

	ConsulReads(ConsulCalls calls) {
		this.calls = calls;
	}

	@Nullable Entry get(String key) {
		ConsulAnswer answer = this.calls.ask("get", true, (api) -> api.get(ConsulKeys.encode(key)));
		if (!answer.isOk() && !answer.isAbsent()) {
			throw this.calls.refused("get", answer);
		}
		List<Entry> found = ConsulJson.entries(answer, key);
		return found.isEmpty() ? null : found.get(0);
	}

	/**
	 * Reads all keys below a prefix. The index that Consul gives with them is that of the
	 * last change below the prefix; that of the store is asked for before, so that
	 * nothing up to it can be missing.
	 * @param prefix the prefix
	 * @return the keys
	 */
	Snapshot list(String prefix) {
		long revision = revision(prefix);
		ConsulAnswer answer = this.calls.ask("list", true, (api) -> api.list(ConsulKeys.encode(prefix)));
		if (!answer.isOk() && !answer.isAbsent()) {
			throw this.calls.refused("list", answer);
		}
		return new Snapshot(Math.max(revision, answer.index()), ConsulJson.entries(answer, prefix));
	}

	/**
	 * The revision of the store: Consul gives it with a key that is absent.
	 * @param key a key that may be read
	 * @return the revision
	 */
	long revision(String key) {
		ConsulAnswer answer = this.calls.ask("read revision", true, (api) -> api.get(ConsulKeys.absentBelow(key)));
		if (!answer.isAbsent()) {
			throw this.calls.refused("read revision", answer);
		}
		return Math.max(1, answer.index());
	}

}
