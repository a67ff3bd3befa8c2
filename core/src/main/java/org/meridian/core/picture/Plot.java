// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * A diagram of values over something, with axes, marks and labels; small ones have the curve alone. Used by one thread.
 */
public final class Plot {

    /** Below so many pixels of height, letters would hide the curve. */
    private static final int LETTERED = 200;

    private static final Color INK = new Color(0x33, 0x33, 0x33);
    private static final Color GRID = new Color(0xe4, 0xe4, 0xe4);
    private static final Color CURVE = new Color(0x1f, 0x5a, 0xa8);

    private final BufferedImage picture;
    private final Graphics2D graphics;
    private final Frame frame;
    private final Axis x;
    private final Axis y;

    /** Where the curve is drawn, in pixels. */
    private record Frame(int left, int top, int width, int height) {}

    /**
     * An empty diagram.
     *
     * @param width pixels of the picture
     * @param height likewise
     */
    public Plot(int width, int height, Axis x, Axis y) {
        this.picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        this.graphics = picture.createGraphics();
        this.x = x;
        this.y = y;
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, width, height);
        if (height < LETTERED) {
            this.frame = new Frame(2, 2, width - 4, height - 4);
            return;
        }
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, Math.clamp(height / 36, 11, 22)));
        this.frame = lettered();
    }

    private Frame lettered() {
        FontMetrics font = graphics.getFontMetrics();
        int line = font.getHeight();
        List<Axis.Tick> rows = y.ticks();
        int widest = rows.stream()
                .mapToInt(tick -> font.stringWidth(tick.text()))
                .max()
                .orElse(0);
        int left = widest + 2 * line;
        Frame inner =
                new Frame(left, line, picture.getWidth() - left - line, picture.getHeight() - line - 5 * line / 2);
        for (Axis.Tick tick : x.ticks()) {
            double at = inner.left + x.share(tick.value()) * inner.width;
            mark(at, inner.top, at, inner.top + inner.height);
            centred(tick.text(), at, inner.top + inner.height + line);
        }
        for (Axis.Tick tick : rows) {
            double at = inner.top + (1 - y.share(tick.value())) * inner.height;
            mark(inner.left, at, inner.left + inner.width, at);
            graphics.drawString(
                    tick.text(),
                    inner.left - line / 3f - font.stringWidth(tick.text()),
                    (float) at + font.getAscent() / 2f - 1);
        }
        graphics.setColor(INK);
        graphics.drawRect(inner.left, inner.top, inner.width, inner.height);
        centred(x.label(), inner.left + inner.width / 2.0, inner.top + inner.height + 2.1 * line);
        AffineTransform upright = graphics.getTransform();
        graphics.rotate(-Math.PI / 2);
        centred(y.label(), -(inner.top + inner.height / 2.0), line);
        graphics.setTransform(upright);
        return inner;
    }

    private void mark(double fromX, double fromY, double toX, double toY) {
        graphics.setColor(GRID);
        graphics.draw(new Line2D.Double(fromX, fromY, toX, toY));
        graphics.setColor(INK);
    }

    private void centred(String text, double at, double baseline) {
        graphics.drawString(text, (float) (at - graphics.getFontMetrics().stringWidth(text) / 2.0), (float) baseline);
    }

    /**
     * Draws a curve through points in their order; it is broken where there is none (NaN).
     *
     * @param xs where, one for each of {@code ys}
     */
    public void curve(double[] xs, double[] ys) {
        graphics.setClip(frame.left, frame.top, frame.width, frame.height);
        graphics.setColor(CURVE);
        graphics.setStroke(new BasicStroke(Math.clamp(picture.getHeight() / 500f, 0.8f, 2f)));
        for (int i = 1; i < xs.length; i++) {
            if (isThere(xs, ys, i - 1) && isThere(xs, ys, i)) {
                graphics.draw(new Line2D.Double(column(xs[i - 1]), row(ys[i - 1]), column(xs[i]), row(ys[i])));
            }
        }
        graphics.setClip(null);
    }

    /** Draws points. */
    public void points(double[] xs, double[] ys) {
        graphics.setClip(frame.left, frame.top, frame.width, frame.height);
        graphics.setColor(CURVE);
        double size = Math.clamp(picture.getHeight() / 150.0 / Math.max(1, Math.log10(xs.length) - 2), 1.5, 6);
        for (int i = 0; i < xs.length; i++) {
            if (isThere(xs, ys, i)) {
                graphics.fill(new Ellipse2D.Double(column(xs[i]) - size / 2, row(ys[i]) - size / 2, size, size));
            }
        }
        graphics.setClip(null);
    }

    private static boolean isThere(double[] xs, double[] ys, int i) {
        return Double.isFinite(xs[i]) && Double.isFinite(ys[i]);
    }

    private double column(double value) {
        return frame.left + x.share(value) * frame.width;
    }

    private double row(double value) {
        return frame.top + (1 - y.share(value)) * frame.height;
    }

    /** The diagram as PNG; nothing can be drawn any more. */
    public byte[] png() {
        graphics.dispose();
        return Pictures.png(picture);
    }
}
