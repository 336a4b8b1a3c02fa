package dev.crema.text;

import com.ibm.icu.text.DateFormat;
import com.ibm.icu.text.RuleBasedNumberFormat;
import com.ibm.icu.text.SimpleDateFormat;
import com.ibm.icu.util.TimeZone;
import com.ibm.icu.util.ULocale;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;

/** Days of two centuries, written in several ways. */
final class WrittenDates {
    /** How many days there are. */
    static final int COUNT = 73_049;
    /** How many ways there are to write one. */
    static final int WAYS = 4;

    private static final LocalDate FIRST = LocalDate.of(1900, 1, 1);
    private static final List<Integer> STYLES = List.of(DateFormat.FULL, DateFormat.LONG, DateFormat.MEDIUM);

    private final List<DateFormat> french =
            STYLES.stream().map(style -> format(style, ULocale.FRANCE)).toList();
    private final List<DateFormat> english =
            STYLES.stream().map(style -> format(style, ULocale.US)).toList();
    private final DateFormat frenchMonth = month(ULocale.FRANCE);
    private final DateFormat englishMonth = month(ULocale.US);
    private final RuleBasedNumberFormat frenchWords =
            new RuleBasedNumberFormat(ULocale.FRANCE, RuleBasedNumberFormat.SPELLOUT);
    private final RuleBasedNumberFormat englishWords =
            new RuleBasedNumberFormat(ULocale.US, RuleBasedNumberFormat.SPELLOUT);

    private static DateFormat format(int style, ULocale language) {
        return utc(DateFormat.getDateInstance(style, language));
    }

    private static DateFormat month(ULocale language) {
        return utc(new SimpleDateFormat("MMMM", language));
    }

    private static DateFormat utc(DateFormat format) {
        format.setTimeZone(TimeZone.GMT_ZONE);
        return format;
    }

    /** Writes the day that is so many days after the first, in one of the ways. */
    Translation translation(int day, int way) {
        LocalDate date = FIRST.plusDays(day);
        Date instant = Date.from(date.atStartOfDay(ZoneOffset.UTC).toInstant());
        return way < STYLES.size()
                ? new Translation(
                        french.get(way).format(instant), english.get(way).format(instant))
                : new Translation(
                        "le " + frenchDay(date.getDayOfMonth()) + " " + frenchMonth.format(instant) + " "
                                + frenchWords.format(date.getYear(), "%spellout-numbering-year"),
                        englishMonth.format(instant) + " "
                                + englishWords.format(date.getDayOfMonth(), "%spellout-ordinal") + ", "
                                + englishWords.format(date.getYear(), "%spellout-numbering-year"));
    }

    /** Only the first of a month has an ordinal number in French. */
    private String frenchDay(int day) {
        return frenchWords.format(day, day == 1 ? "%spellout-ordinal-masculine" : "%spellout-numbering");
    }
}
