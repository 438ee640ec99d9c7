package dev.sm.coordination.etcd;

import java.util.List;

import com.google.protobuf.ByteString;
import dev.sm.coordination.Compare;
import dev.sm.coordination.Entry;
import dev.sm.coordination.Keys;
import dev.sm.coordination.Operation;
import dev.sm.coordination.SessionLostException;
import dev.sm.coordination.Transaction;
import dev.sm.coordination.WatchEvent;
import io.etcd.jetcd.api.DeleteRangeRequest;
import io.etcd.jetcd.api.Event;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RequestOp;
import io.etcd.jetcd.api.TxnRequest;
import io.etcd.jetcd.api.WatchCreateRequest;
import io.etcd.jetcd.api.WatchRequest;
import org.jspecify.annotations.Nullable;

/**
 * Translates between the words of the SPI and the messages of etcd's v3 API.
 */
final class EtcdMessages {

	private EtcdMessages() {
	}

	static RangeRequest get(String key) {
		return RangeRequest.newBuilder().setKey(bytes(key)).build();
	}

	/**
	 * Asks for something small that a member answers without the others.
	 * @return the request
	 */
	static RangeRequest probe() {
		return RangeRequest.newBuilder().setKey(bytes("/")).setKeysOnly(true).setSerializable(true).build();
	}

	/**
	 * Asks for one page of the keys that a prefix covers; a few neighbours may come with
	 * them, see {@link #end}.
	 * @param prefix the prefix
	 * @param lastKey the last key of the page before, or {@code null}
	 * @param revision the revision of the pages before, or 0
	 * @param limit how many keys one page has
	 * @return the request
	 */
	static RangeRequest page(String prefix, @Nullable ByteString lastKey, long revision, int limit) {
		ByteString from = (lastKey != null) ? lastKey.concat(ByteString.copyFrom(new byte[1])) : bytes(prefix);
		return RangeRequest.newBuilder()
			.setKey(from)
			.setRangeEnd(end(prefix))
			.setRevision(revision)
			.setLimit(limit)
			.build();
	}

	static TxnRequest transaction(Transaction transaction) {
		TxnRequest.Builder request = TxnRequest.newBuilder();
		transaction.compares().forEach((compare) -> request.addCompare(compare(compare)));
		transaction.operations().forEach((operation) -> request.addSuccess(operation(operation)));
		return request.build();
	}

	private static io.etcd.jetcd.api.Compare compare(Compare compare) {
		// the modification revision of an absent key is 0, as in the SPI
		return io.etcd.jetcd.api.Compare.newBuilder()
			.setKey(bytes(compare.key()))
			.setTarget(io.etcd.jetcd.api.Compare.CompareTarget.MOD)
			.setResult(io.etcd.jetcd.api.Compare.CompareResult.EQUAL)
			.setModRevision(compare.revision())
			.build();
	}

	private static RequestOp operation(Operation operation) {
		ByteString key = bytes(operation.key());
		if (operation instanceof Operation.Put put) {
			return RequestOp.newBuilder()
				.setRequestPut(PutRequest.newBuilder()
					.setKey(key)
					.setValue(bytes(put.value()))
					.setLease((put.sessionId() != null) ? leaseId(put.sessionId()) : 0))
				.build();
		}
		return RequestOp.newBuilder().setRequestDeleteRange(DeleteRangeRequest.newBuilder().setKey(key)).build();
	}

	static WatchRequest watch(String prefix, long startRevision) {
		return WatchRequest.newBuilder()
			.setCreateRequest(WatchCreateRequest.newBuilder()
				.setKey(bytes(prefix))
				.setRangeEnd(end(prefix))
				.setStartRevision(startRevision)
				.setProgressNotify(true))
			.build();
	}

	static List<WatchEvent> events(String prefix, List<Event> events) {
		return events.stream().map(EtcdMessages::event).filter((event) -> Keys.covers(prefix, event.key())).toList();
	}

	private static WatchEvent event(Event event) {
		KeyValue changed = event.getKv();
		Entry entry = (event.getType() == Event.EventType.PUT) ? entry(changed) : null;
		return new WatchEvent(changed.getKey().toStringUtf8(), changed.getModRevision(), entry);
	}

	static Entry entry(KeyValue kv) {
		return new Entry(kv.getKey().toStringUtf8(), kv.getValue().toStringUtf8(), kv.getModRevision(),
				(kv.getLease() != 0) ? sessionId(kv.getLease()) : null);
	}

	static String sessionId(long leaseId) {
		return Long.toHexString(leaseId);
	}

	static long leaseId(String sessionId) {
		try {
			long id = Long.parseUnsignedLong(sessionId, 16);
			if (id != 0) {
				return id;
			}
		}
		catch (NumberFormatException ex) {
			// no lease can have it
		}
		throw new SessionLostException(sessionId);
	}

	/**
	 * The end of the one range that has a prefix and all below it, so that one watch and
	 * one read see them in order. '0' follows '/': the range also has the prefix followed
	 * by what sorts before '/', such as '-', which the caller leaves out.
	 */
	private static ByteString end(String prefix) {
		return bytes(prefix + "0");
	}

	private static ByteString bytes(String text) {
		return ByteString.copyFromUtf8(text);
	}

}
