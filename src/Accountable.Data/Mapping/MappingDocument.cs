namespace Accountable.Data.Mapping;

/// <summary>Where one column's value comes from.</summary>
/// <param name="From">Source columns; the first that is not blank counts. Empty for a constant.</param>
/// <param name="Constant">A constant; null when the value comes from the source.</param>
/// <param name="Day">How days are written; null for any of the usual ways.</param>
/// <param name="Values">Source values and what they become; a <c>*</c> at the end stands for any rest.</param>
/// <param name="Otherwise">What other values become; null when they are refused, or kept where there are no
/// <paramref name="Values"/>.</param>
/// <param name="Without">Characters to take out, such as the dot of a diagnosis.</param>
/// <param name="Digits">The length to which zeros are put before; 0 for none.</param>
/// <param name="IsOptional">Whether a file may lack the source columns.</param>
/// <param name="Source">What it is instead: the number or the month of a repeated row.</param>
public sealed record MappingColumn(IReadOnlyList<string> From, string? Constant, string? Day,
    IReadOnlyList<(string Value, string Becomes)> Values,
    string? Otherwise, string Without, int Digits, bool IsOptional, RepeatedValue Source);

/// <summary>A value that a repeated row gives.</summary>
public enum RepeatedValue
{
    /// <summary>None: the source row gives it.</summary>
    None,

    /// <summary>The number of the repetition, from 1.</summary>
    Number,

    /// <summary>The first day of the month of the repetition.</summary>
    Month,
}

/// <summary>A row that a source row is turned into.</summary>
/// <param name="Table">The table of the store.</param>
/// <param name="When">Source columns and the values that one of them must have; others are not turned into this row.</param>
/// <param name="OncePer">Columns of the table: of rows with the same values the first is kept.</param>
/// <param name="Sum">Columns of the table that are summed over those rows.</param>
/// <param name="Repeat">How often the row is repeated; <c>#</c> in source columns is the number.</param>
/// <param name="Names">For each repetition what <c>@</c> in source columns stands for; may be empty.</param>
/// <param name="Spread">Source columns with the first and last day whose months are repeated; null for none.</param>
/// <param name="Year">The source column with the year of the months 1 to 12; null for none.</param>
/// <param name="SkipBlank">Columns of the table: when all of them are blank the row is none.</param>
/// <param name="Columns">The columns.</param>
public sealed record MappingTarget(string Table, IReadOnlyList<(string Column, IReadOnlyList<string> Values)> When,
    IReadOnlyList<string> OncePer,
    IReadOnlyList<string> Sum, int Repeat, IReadOnlyList<string> Names, (string First, string Last)? Spread, string? Year,
        IReadOnlyList<string> SkipBlank,
    IReadOnlyDictionary<string, MappingColumn> Columns);

/// <summary>A kind of source file.</summary>
/// <param name="Name">Its name in the ledger.</param>
/// <param name="Files">Names of files, with <c>*</c> for any part.</param>
/// <param name="Delimiter">What sets cells apart.</param>
/// <param name="Beneficiary">The source column with the beneficiary's identifier; null when a person's number is looked up.</param>
/// <param name="Person">The source column with a number that another input gives an identifier for.</param>
/// <param name="People">Whether this input gives those identifiers.</param>
/// <param name="Record">The source column that names a row in the ledger's table; null for none.</param>
/// <param name="Require">Source columns and the values that one of them must have; other rows are refused.</param>
/// <param name="Rows">What its rows become.</param>
public sealed record MappingInput(string Name, IReadOnlyList<string> Files, char Delimiter, string? Beneficiary, string? Person,
    bool People,
    string? Record, IReadOnlyList<(string Column, IReadOnlyList<string> Values)> Require, IReadOnlyList<MappingTarget> Rows);

/// <summary>How files of another layout become rows of the store.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Sha256">SHA-256 of its text.</param>
/// <param name="Inputs">The kinds of file that it reads.</param>
public sealed record MappingDocument(string Name, string Sha256, IReadOnlyList<MappingInput> Inputs);
