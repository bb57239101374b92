using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Accountable.Data.Engines;
using Accountable.Data.Engines.DuckDb;

namespace Accountable.Data.Claims;

/// <summary>One CCLF file as a table of the embedded engine: its threads ask for rows, and blocks of lines are parsed straight into
/// their vectors.</summary>
internal sealed class CclfScan : IDisposable
{
    /// <summary>More refused rows than this and the file itself is refused: it is another file than it says, or another layout.</summary>
    public const int GreatestRefused = 100_000;

    private static int _count;

    private readonly LineBlocks _blocks;
    private readonly int _recordLength;
    private readonly int _threads;
    private readonly ConcurrentQueue<RefusedRow> _refused = [];
    private GCHandle _handle;
    private long _loaded;

    public CclfScan(DuckDbConnection connection, CclfLayout layout, int recordLength, LineBlocks blocks, int threads)
    {
        Layout = layout;
        _recordLength = recordLength;
        _blocks = blocks;
        _threads = threads;
        _handle = GCHandle.Alloc(this);
        Name = $"{layout.Table}_scan_{Interlocked.Increment(ref _count)}";
        Register(connection);
    }

    /// <summary>The name of the table function.</summary>
    public string Name { get; }

    public CclfLayout Layout { get; }

    public IReadOnlyCollection<RefusedRow> Refused => _refused;

    public long Loaded => Interlocked.Read(ref _loaded);

    public void Dispose()
    {
        _blocks.Dispose();
        if (_handle.IsAllocated)
            _handle.Free();
    }

    private unsafe void Register(DuckDbConnection connection)
    {
        var function = NativeScan.CreateTableFunction();
        NativeScan.SetName(function, Name);
        NativeScan.SetExtraInfo(function, GCHandle.ToIntPtr(_handle), 0);
        NativeScan.SetBind(function, &Bind);
        NativeScan.SetInit(function, &Init);
        NativeScan.SetLocalInit(function, &LocalInit);
        NativeScan.SetFunction(function, &Fill);
        var state = NativeScan.Register(connection.Handle, function);
        NativeScan.DestroyTableFunction(ref function);
        if (state != Native.Success)
            throw new EngineException("The engine takes no table function.");
    }

    private static CclfScan Of(nint extraInfo) => (CclfScan)GCHandle.FromIntPtr(extraInfo).Target!;

    private void Refuse(RefusedRow row)
    {
        _refused.Enqueue(row);
        if (_refused.Count > GreatestRefused)
            throw new InvalidDataException($"More than {GreatestRefused:N0} rows cannot be read as {Layout.Title}");
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Bind(nint info)
    {
        foreach (var (name, sqlType) in Of(NativeScan.BindExtraInfo(info)).Layout.Columns.Skip(1))
        {
            const byte DecimalWidth = 18;
            var type = sqlType switch
            {
                "bigint" => Native.CreateType(TypeIds.BigInt),
                "date" => Native.CreateType(TypeIds.Date),
                "decimal(18,2)" => Native.CreateDecimalType(DecimalWidth, 2),
                "decimal(18,4)" => Native.CreateDecimalType(DecimalWidth, 4),
                _ => Native.CreateType(TypeIds.Varchar),
            };
            NativeScan.AddColumn(info, name, type);
            Native.DestroyType(ref type);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Init(nint info) => NativeScan.SetMaxThreads(info, Of(NativeScan.InitExtraInfo(info))._threads);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static unsafe void LocalInit(nint info)
    {
        var scan = Of(NativeScan.InitExtraInfo(info));
        var worker = new Worker(new RowFiller(scan.Layout, scan._recordLength, (int)Native.VectorSize()), new LineBlock());
        NativeScan.SetInitData(info, GCHandle.ToIntPtr(GCHandle.Alloc(worker)), &Free);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Free(nint handle) => GCHandle.FromIntPtr(handle).Free();

    /// <summary>No exception may leave a callback: it becomes the engine's error.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Fill(nint info, nint chunk)
    {
        try
        {
            var scan = Of(NativeScan.FunctionExtraInfo(info));
            var worker = (Worker)GCHandle.FromIntPtr(NativeScan.FunctionLocalData(info)).Target!;
            var rows = 0;
            while (rows == 0 && (worker.Block.At < worker.Block.Length || scan._blocks.Next(worker.Block)))
                rows = worker.Filler.Fill(chunk, worker.Block, worker.Block.IsOpen, scan.Refuse);
            Native.SetChunkSize(chunk, rows);
            Interlocked.Add(ref scan._loaded, rows);
        }
        catch (Exception e)
        {
            NativeScan.SetFunctionError(info, e.Message);
        }
    }

    private sealed record Worker(RowFiller Filler, LineBlock Block);
}
