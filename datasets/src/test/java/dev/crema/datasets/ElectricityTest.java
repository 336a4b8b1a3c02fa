package dev.crema.datasets;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

class ElectricityTest {
    @Test
    void load_hasEveryDayOfTheYear_andMissesNothing() {
        Table days = Electricity.load();
        assertEquals(List.of("date", "workday", "high-temperature", "peak-demand"), days.columnNames());
        assertEquals(365, days.rowCount());
        for (int i = 0; i < days.rowCount(); i++) {
            assertEquals(
                    LocalDate.of(2014, 1, 1).plusDays(i),
                    days.dateColumn("date").get(i));
        }
        days.columns().forEach(column -> assertEquals(0, column.countMissing(), column.name()));
        assertEquals("Electricity in Victoria, 2014", days.name());
    }

    @Test
    void temperatures_areThoseThatFpp2GivesForDays() {
        // the first of its data set elecdaily, and what summary(elecdaily) prints
        double[] temperatures =
                Electricity.load().doubleColumn("high-temperature").asDoubleArray();
        assertArrayEquals(new double[] {26, 23, 22.2, 20.3, 26.1, 19.6, 20, 27.4}, Arrays.copyOf(temperatures, 8));
        assertEquals(9.8, Arrays.stream(temperatures).min().getAsDouble());
        assertEquals(43.2, Arrays.stream(temperatures).max().getAsDouble());
        assertEquals(21.26, Arrays.stream(temperatures).average().getAsDouble(), 0.005);
    }

    @Test
    void demand_isAsHighAsFpp2SaysOnce() {
        // summary(elecdemand) prints a largest of 9.345
        assertEquals(9.345, Electricity.load().doubleColumn("peak-demand").max());
    }

    @Test
    void workdays_areNeverOnAWeekend_norOnChristmas() {
        for (Row day : Electricity.load()) {
            if (day.getDate("date").getDayOfWeek().compareTo(DayOfWeek.SATURDAY) >= 0) {
                assertFalse(day.getBoolean("workday"), day.getDate("date").toString());
            }
        }
        assertFalse(Electricity.load().booleanColumn("workday").get(358));
        assertEquals(251, Electricity.load().booleanColumn("workday").countTrue());
    }

    @Test
    void demand_risesWithHeatAndWithCold() {
        assertTrue(demand(35, 50) > demand(28, 35));
        assertTrue(demand(28, 35) > demand(18, 25));
        assertTrue(demand(0, 14) > demand(18, 25));
    }

    @Test
    void load_failsClearly_whenTheFileIsTruncated(@TempDir Path directory) throws IOException {
        try (DataDirectory data = DataDirectory.copiedTo(directory)) {
            Path file = data.truncated("electricity/victoria-2014.csv.gz");
            String message =
                    assertThrows(DataException.class, Electricity::load).getMessage();
            assertTrue(message.contains(file + " is truncated"), message);
        }
    }

    /** The mean peak of the workdays with a highest temperature in this range. */
    private static double demand(double from, double to) {
        Table days = Electricity.load();
        Table workdays = days.where(days.booleanColumn("workday")
                .isTrue()
                .and(days.doubleColumn("high-temperature").isBetweenInclusive(from, to)));
        assertTrue(workdays.rowCount() > 3);
        return workdays.doubleColumn("peak-demand").mean();
    }
}
