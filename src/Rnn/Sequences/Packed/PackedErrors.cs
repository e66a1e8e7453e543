using System;

namespace AutoDiff.Rnn;

// The wording of the errors of rows of several lengths.
internal static class PackedErrors
{
    public static ArgumentException NoRows() => new("PackedRows: no row; need one or more, of any lengths, 0 included.");

    public static ArgumentException NegativeLength(int row, int length) => new(
        $"PackedRows: row {row} has {length} steps; need 0 or more: an empty row has 0.");

    public static ArgumentException TooManySteps(long count) => new(
        $"PackedRows: the rows have {count} steps together; need at most {Array.MaxLength - 1}. Use fewer rows at a time.");

    public static ArgumentException MaskDoesNotFill(int flags, int rows) => new(
        $"PackedRows: the mask does not fill the rows: {flags} flags for {rows} rows; need one for each step and row.");

    public static ArgumentException NotLeftAligned(int row, int step, int padding) => new(
        $"PackedRows: the mask is not left-aligned: row {row} is real at step {step} and padding at step {padding} before it; need all real steps of a "
            + "row before its padding. Move the padding to the row's end, or skip steps one by one with StepRows. Is the mask in the other layout?");

    public static ArgumentException PaddedShape(string operation, Shape padded, PackedRows rows, SequenceLayout layout)
    {
        (int time, int batch) = layout == SequenceLayout.TimeFirst ? (0, 1) : (1, 0);
        bool fitsTurned = padded.Rank >= 2 && padded[time] == rows.RowCount && padded[batch] >= rows.StepCount;
        string needed = layout == SequenceLayout.TimeFirst ? "[time, batch, ...]" : "[batch, time, ...]";
        return new(
            $"{operation}: the padded array does not fit the rows: its shape is {padded}; need {needed} with a batch of {rows.RowCount} and a time of "
                + $"{rows.StepCount} or more.{(fitsTurned ? $" Say SequenceLayout.{1 - layout}?" : string.Empty)}");
    }

    public static ArgumentException PackedShape(string operation, Shape packed, int count) => new(
        $"{operation}: the packed array does not fit the rows: its shape is {packed}; need [{count}, ...], one place for each real step. Make it with Pack?");

    public static ArgumentException PackedInputs(string operation, Shape packed, int count, int inputSize) => new(
        $"{operation}: the packed inputs do not fit: their shape is {packed}; need [{count}, {inputSize}], one place for each real step of the rows. "
            + "Make them with Pack, and slice them for a part of the steps?");

    public static ArgumentException ValueCount(string operation, string what, int values, int needed, string of) => new(
        $"{operation}: {what}: {values} were given; need {needed}, {of}.");

    public static ArgumentException NotWhole(string operation, PackedSegment rows) => new(
        $"{operation}: the steps {rows.Start} to {rows.End - 1} are a part of rows of {rows.Rows.StepCount} steps: the backward direction would begin "
            + "in the middle, where what comes after is not seen. Need all steps: use Truncation.None and carry no state, or a network of one direction.");

    public static ArgumentException NotCarried(string operation, Type state) => new(
        $"{operation}: a {RnnErrors.NameOf(state)} of a bidirectional network cannot be carried on: the backward direction begins at the end of the whole "
            + "sequence, which a part does not have. Give the network whole sequences, with Truncation.None and no carried state, or use a network of one "
            + "direction.");
}
