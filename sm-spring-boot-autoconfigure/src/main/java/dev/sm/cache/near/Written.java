package dev.sm.cache.near;

import java.util.List;

import dev.sm.storage.KeyValue;
import dev.sm.storage.NodeCommand;

/**
 * The keys that a command writes. Of commands that are not known here, and of steps of a
 * migration, the node tells.
 */
final class Written {

	private Written() {
	}

	static List<byte[]> keys(NodeCommand<?> command) {
		if (command instanceof NodeCommand.Put put) {
			return put.entries().stream().map(KeyValue::key).toList();
		}
		if (command instanceof NodeCommand.PutIfAbsent put) {
			return List.of(put.entry().key());
		}
		if (command instanceof NodeCommand.Delete delete) {
			return delete.keys();
		}
		if (command instanceof NodeCommand.Increment increment) {
			return List.of(increment.key());
		}
		if (command instanceof NodeCommand.Replace replace) {
			return List.of(replace.key());
		}
		if (command instanceof NodeCommand.Expire expire) {
			return List.of(expire.key());
		}
		return List.of();
	}

}
