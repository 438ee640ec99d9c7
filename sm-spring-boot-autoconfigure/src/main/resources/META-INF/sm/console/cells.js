// One shard as a small square: its state by colour and by mark, so that colour alone decides nothing.
const MARKS = {
  A(context, x, y, size) {
    context.fillRect(x + size * 0.35, y + size * 0.35, size * 0.3, size * 0.3);
  },
  D(context, x, y, size) {
    context.beginPath();
    context.moveTo(x, y + size);
    context.lineTo(x + size, y);
    context.stroke();
  },
  Q(context, x, y, size) {
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(x + size, y + size);
    context.moveTo(x + size, y);
    context.lineTo(x, y + size);
    context.stroke();
  },
};

export const NAMES = { H: 'held', A: 'adding', D: 'dropping', Q: 'failed' };

export function cell(context, colors, state, x, y, size) {
  context.fillStyle = colors[NAMES[state]] ?? colors.faint;
  context.fillRect(x, y, size, size);
  if (MARKS[state] && size >= 5) {
    context.fillStyle = colors.ground;
    context.strokeStyle = colors.ground;
    context.lineWidth = 1.5;
    MARKS[state](context, x, y, size);
  }
}
