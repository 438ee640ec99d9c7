package dev.sm.coordination.etcd;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import com.google.protobuf.ByteString;
import dev.sm.coordination.CoordinationException;
import dev.sm.coordination.Entry;
import dev.sm.coordination.Keys;
import dev.sm.coordination.Snapshot;
import io.etcd.jetcd.api.KeyValue;
import io.etcd.jetcd.api.RangeRequest;
import io.etcd.jetcd.api.RangeResponse;
import org.jspecify.annotations.Nullable;

/**
 * Reads all keys below a prefix page by page, all at the revision of the first.
 */
final class EtcdList {

	/** So that a page of the largest values fits into one message. */
	private static final int PAGE_SIZE = 512;

	private final EtcdDriver driver;

	private final String prefix;

	private final List<Entry> entries = new ArrayList<>();

	private final CompletableFuture<Snapshot> result = new CompletableFuture<>();

	private long revision;

	EtcdList(EtcdDriver driver, String prefix) {
		this.driver = driver;
		this.prefix = prefix;
	}

	CompletableFuture<Snapshot> read() {
		next(null);
		return this.result;
	}

	private void next(@Nullable ByteString lastKey) {
		RangeRequest page = EtcdMessages.page(this.prefix, lastKey, this.revision, PAGE_SIZE);
		this.driver
			.send(new EtcdRequest<RangeResponse, RangeResponse>("list", true, null,
					(endpoint, deadline, answer) -> endpoint.kv(deadline).range(page, answer), (response) -> response))
			.whenComplete((response, failure) -> {
				if (failure != null) {
					this.result.completeExceptionally(failure);
				}
				else {
					add(response, lastKey);
				}
			});
	}

	private static int compare(ByteString one, ByteString other) {
		return ByteString.unsignedLexicographicalComparator().compare(one, other);
	}

	private void add(RangeResponse response, @Nullable ByteString lastKey) {
		if (this.revision == 0) {
			this.revision = response.getHeader().getRevision();
		}
		for (KeyValue kv : response.getKvsList()) {
			Entry entry = EtcdMessages.entry(kv);
			if (Keys.covers(this.prefix, entry.key())) {
				this.entries.add(entry);
			}
		}
		if (response.getMore()) {
			ByteString last = (response.getKvsCount() > 0) ? response.getKvs(response.getKvsCount() - 1).getKey()
					: null;
			if (last == null || (lastKey != null && compare(last, lastKey) <= 0)) {
				this.result.completeExceptionally(
						new CoordinationException("etcd answered 'list' with a page that does not go on"));
				return;
			}
			next(last);
			return;
		}
		// etcd orders by bytes, the SPI by characters: not the same above U+FFFF
		this.entries.sort(Comparator.comparing(Entry::key));
		this.result.complete(new Snapshot(this.revision, this.entries));
	}

}
