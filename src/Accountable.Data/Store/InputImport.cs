using System.Data.Common;
using Accountable.Data.Claims;
using Accountable.Data.Engines.DuckDb;

namespace Accountable.Data.Store;

/// <summary>What is known of a file before it is read.</summary>
/// <param name="Name">Its name without folders.</param>
/// <param name="Delivery">The delivery it belongs to.</param>
/// <param name="Aco">The ACO it was made for.</param>
/// <param name="Day">The day it was made.</param>
/// <param name="Source">The kind of source: report, participants, fhir, rif, or the name of a mapping.</param>
/// <param name="Sha256">SHA-256 of its bytes.</param>
/// <param name="Bytes">Its bytes.</param>
public sealed record SourceFile(string Name, string Delivery, string Aco, DateOnly Day, string Source, string Sha256, long Bytes)
{
    /// <summary>Stands for the day of a file that has none.</summary>
    public static readonly DateOnly NoDay = new(1900, 1, 1);
}

/// <summary>Adds files to tables of a store in one transaction: all of them, or nothing.</summary>
/// <remarks>Rows are gathered in the embedded engine, which spills what does not fit into memory, and leave it as one part a file and
/// table. Refused rows go to the quarantine whole. Nothing counts before <see cref="Commit"/>.</remarks>
public sealed class InputImport : IDisposable
{
    private readonly ClaimStore _store;
    private readonly List<StoredFile> _files = [];
    private readonly List<ImportedFile> _known = [];
    private readonly List<Finding> _findings = [];
    private int _nextId;

    /// <summary>Starts a transaction.</summary>
    /// <param name="store">The store, opened to write.</param>
    public InputImport(ClaimStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        _store = store;
        _nextId = store.Manifest.NextId;
        Change = store.Begin();
        Engine.Execute("create schema import");
    }

    internal StoreChange Change { get; }

    internal DuckDbEngine Engine => Change.Reader;

    /// <summary>What was wrong so far.</summary>
    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>Starts to read a file; null when the store has the same bytes from the same kind of source already.</summary>
    /// <exception cref="FileRefusedException">The ACO's claims are in the store from another kind of source.</exception>
    public InputFile? Open(SourceFile source, string table)
    {
        ArgumentNullException.ThrowIfNull(source);
        var same = _store.Manifest.Files.FirstOrDefault(file => file.Sha256 == source.Sha256 && file.Aco == source.Aco
            && file.Table == table && file.Source == source.Source);
        if (same is not null)
        {
            _known.Add(new ImportedFile(same, IsNew: false));
            return null;
        }
        if (_files.Exists(file => file.Sha256 == source.Sha256 && file.Aco == source.Aco && file.Table == table))
        {
            Warn(source.Name, "the same bytes lie here twice and are read once", "Keep one of them");
            return null;
        }
        return new InputFile(this, source, table);
    }

    /// <summary>Adds a finding.</summary>
    public void Find(Finding finding) => _findings.Add(finding);

    /// <summary>Adds a warning about a file.</summary>
    public void Warn(string file, string what, string todo) => _findings.Add(new Finding(Severity.Warning, file, 0, "", what, todo));

    /// <summary>Moves all that was read into the store and says what came in.</summary>
    /// <param name="delivery">What to call the whole.</param>
    public ImportedDelivery Commit(string delivery)
    {
        if (_files.Count > 0)
            Change.Commit(_store.Manifest with { NextId = _nextId, Files = [.. _store.Manifest.Files, .. _files] });
        return new ImportedDelivery(delivery, [.. _known, .. _files.Select(file => new ImportedFile(file, IsNew: true))], _findings);
    }

    /// <summary>Runs a transaction, with a refusal turned into a finding of the delivery and what was staged taken away.</summary>
    public static ImportedDelivery Run(ClaimStore store, string delivery, Action<InputImport> read)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(read);
        try
        {
            using var import = new InputImport(store);
            read(import);
            return import.Commit(delivery);
        }
        catch (FileRefusedException e) when (!e.IsUsage)
        {
            return new ImportedDelivery(delivery, [], [e.Finding]);
        }
        catch (InvalidDataException)
        {
            return new ImportedDelivery(delivery, [],
                [new Finding(Severity.FileRefused, delivery, 0, "", "the packed file is damaged inside", "Ask for the delivery again")]);
        }
        catch (DbException e)
        {
            return new ImportedDelivery(delivery, [], [new Finding(Severity.FileRefused, delivery, 0, "",
                e.Message.Split('\n')[0].TrimEnd('.'), "Nothing of the delivery was taken")]);
        }
        finally
        {
            store.CleanUp();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Change.Dispose();

    internal int NextId() => _nextId++;

    internal void Add(StoredFile file) => _files.Add(file);
}
