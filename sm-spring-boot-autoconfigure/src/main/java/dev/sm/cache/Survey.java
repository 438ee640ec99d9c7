package dev.sm.cache;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import dev.sm.storage.MigrationCommand;
import dev.sm.storage.ScanPage;
import dev.sm.storage.SurveyPage;

/**
 * Looks at everything that a node holds of a pool, page after page.
 *
 * @param pool the pool, as its nodes know it
 * @param prefix what its keys start with
 * @param page about how many keys a page has
 */
record Survey(String pool, byte[] prefix, int page) {

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
				.thenCompose((done) -> page.more() ? from(node, page.cursor(), each)
						: CompletableFuture.completedFuture(null)));
	}

}
