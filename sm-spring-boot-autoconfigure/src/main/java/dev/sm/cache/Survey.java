package dev.sm.cache;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import dev.sm.storage.MigrationCommand;
import dev.sm.storage.ScanPage;
import dev.sm.storage.SurveyPage;
import org.jspecify.annotations.Nullable;

/**
 * Looks at everything that a node holds of a pool, page after page.
 *
 * @param pool the pool, as its nodes know it
 * @param prefix what its keys start with
 * @param page about how many keys a page has
 * @param gap how long is waited after a page, in nanoseconds
 * @param later waits
 */
record Survey(String pool, byte[] prefix, int page, long gap, Later later) {

	private static final int PAGE = 1000;

	private static final int PACED_PAGE = 100;

	/** What is looked at costs a node so many times less than what moves. */
	private static final long LOOKS_PER_MOVE = 64;

	/**
	 * A survey that leaves a node time for others if the rate of moves is limited, as
	 * whoever limits it wants. (A whole keyspace takes a node only as long as some
	 * thousand moves, but all at once.)
	 * @param rate most keys moved a second, or {@code null}
	 */
	static Survey of(String pool, byte[] prefix, @Nullable Integer rate, Later later) {
		return (rate == null) ? new Survey(pool, prefix, PAGE, 0, later)
				: new Survey(pool, prefix, PACED_PAGE, PACED_PAGE * 1_000_000_000L / (LOOKS_PER_MOVE * rate), later);
	}

	/**
	 * Looks at a node.
	 * @param node the node
	 * @param each takes a page; the next is asked for when its stage is complete
	 * @return completes after the last page
	 */
	CompletableFuture<Void> of(PoolNode node, Function<SurveyPage, CompletableFuture<?>> each) {
		return from(node, ScanPage.START, each);
	}

	private CompletableFuture<Void> from(PoolNode node, String cursor,
			Function<SurveyPage, CompletableFuture<?>> each) {
		return node.send(new MigrationCommand.Survey(this.pool, cursor, this.prefix, this.page), null)
			.thenCompose((page) -> each.apply(page)
				.thenCompose((done) -> page.more() ? pause().thenCompose((paused) -> from(node, page.cursor(), each))
						: CompletableFuture.completedFuture(null)));
	}

	private CompletableFuture<Void> pause() {
		if (this.gap == 0) {
			return CompletableFuture.completedFuture(null);
		}
		CompletableFuture<Void> paused = new CompletableFuture<>();
		this.later.run(this.gap, () -> paused.complete(null));
		return paused;
	}

}
