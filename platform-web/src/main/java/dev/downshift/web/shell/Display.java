package dev.downshift.web.shell;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.text.NumberFormat;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** How numbers, money and times look on every page; in templates as {@code @display}. */
@Component("display")
public class Display {

    private static final DateTimeFormatter EXACT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Clock clock = Clock.systemUTC();
    private final Texts texts;

    Display(Texts texts) {
        this.texts = texts;
    }

    /** A whole number with separators; unknown when absent. */
    public String count(@Nullable Number number) {
        return number == null ? unknown() : NumberFormat.getIntegerInstance(Locale.ENGLISH).format(number);
    }

    /** An amount in US dollars: two decimals, more where it would otherwise read as zero; unknown when absent. */
    public String money(@Nullable BigDecimal amount) {
        if (amount == null) {
            return unknown();
        }
        var small = amount.signum() != 0 && amount.abs().compareTo(new BigDecimal("0.01")) < 0;
        var rounded = small ? amount.round(new MathContext(2)) : amount.setScale(2, RoundingMode.HALF_EVEN);
        var sign = rounded.signum() < 0 ? "−" : "";
        var digits = NumberFormat.getNumberInstance(Locale.ENGLISH);
        digits.setMinimumFractionDigits(2);
        digits.setMaximumFractionDigits(9);
        return sign + "$" + digits.format(rounded.abs());
    }

    /** A share between 0 and 1 as a percentage with one decimal. */
    public String percent(@Nullable Number share) {
        return share == null ? unknown() : String.format(Locale.ROOT, "%.1f%%", share.doubleValue() * 100);
    }

    /** A size in bytes, in units of 1,000. */
    public String bytes(long bytes) {
        if (bytes < 1_000) {
            return bytes + " B";
        }
        var units = new String[] {"kB", "MB", "GB", "TB"};
        var value = bytes / 1e3;
        var unit = 0;
        while (value >= 999.5 && unit < units.length - 1) {
            value /= 1e3;
            unit++;
        }
        return String.format(Locale.ROOT, value < 10 ? "%.1f %s" : "%.0f %s", value, units[unit]);
    }

    /** A length of time in its two largest units. */
    public String duration(@Nullable Duration duration) {
        if (duration == null) {
            return unknown();
        }
        if (duration.toMillis() < 1_000) {
            return duration.toMillis() + " ms";
        }
        if (duration.toSeconds() < 60) {
            return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1e3);
        }
        if (duration.toHours() < 1) {
            return duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
        }
        return duration.toDays() < 2
                ? duration.toHours() + " h " + duration.toMinutesPart() + " min"
                : texts.of("shell.days", duration.toDays());
    }

    /** Milliseconds as a length of time. */
    public String milliseconds(@Nullable Long milliseconds) {
        return milliseconds == null ? unknown() : duration(Duration.ofMillis(milliseconds));
    }

    /** How long ago, or the date where that is more than a month. */
    public String relative(Instant instant) {
        var ago = Duration.between(instant, clock.instant());
        if (ago.isNegative() || ago.toSeconds() < 45) {
            return ago.toSeconds() < -45 ? EXACT.format(instant) : texts.of("shell.ago.now");
        }
        if (ago.toMinutes() < 60) {
            return texts.of("shell.ago.minutes", Math.max(1, ago.toMinutes()));
        }
        if (ago.toHours() < 36) {
            return texts.of("shell.ago.hours", ago.toHours());
        }
        return ago.toDays() < 31 ? texts.of("shell.ago.days", ago.toDays()) : EXACT.format(instant).substring(0, 10);
    }

    /** The exact time, in UTC. */
    public String exact(Instant instant) {
        return EXACT.format(instant);
    }

    private String unknown() {
        return texts.of("shell.unknown");
    }
}
