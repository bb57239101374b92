using Accountable.Synthetic.Care;
using Accountable.Synthetic.Layouts;
using Accountable.Synthetic.People;

namespace Accountable.Synthetic.Feeds;

/// <summary>Writes a person's rows of CCLF8 and CCLF9, and drug events of CCLF7.</summary>
internal static class PersonRows
{
    private static readonly Record Seven = Records.Of('7');
    private static readonly Record Eight = Records.Of('8');
    private static readonly Record Nine = Records.Of('9');

    private static readonly Field[] Drug =
    [
        Seven["CUR_CLM_UNIQ_ID"], Seven["BENE_MBI_ID"], Seven["CLM_LINE_NDC_CD"], Seven["CLM_TYPE_CD"], Seven["CLM_LINE_FROM_DT"],
        Seven["PRVDR_SRVC_ID_QLFYR_CD"], Seven["CLM_SRVC_PRVDR_GNRC_ID_NUM"], Seven["CLM_DSPNSNG_STUS_CD"], Seven["CLM_DAW_PROD_SLCTN_CD"],
        Seven["CLM_LINE_SRVC_UNIT_QTY"], Seven["CLM_LINE_DAYS_SUPLY_QTY"], Seven["PRVDR_PRSBNG_ID_QLFYR_CD"],
        Seven["CLM_PRSBNG_PRVDR_GNRC_ID_NUM"], Seven["CLM_LINE_BENE_PMT_AMT"], Seven["CLM_ADJSMT_TYPE_CD"], Seven["CLM_EFCTV_DT"],
        Seven["CLM_IDR_LD_DT"], Seven["CLM_LINE_RX_SRVC_RFRNC_NUM"], Seven["CLM_LINE_RX_FILL_NUM"], Seven["CLM_PHRMCY_SRVC_TYPE_CD"],
        Seven["CLM_PRSBNG_PRVDR_GNRC_ID_NUM_35"],
    ];

    private static readonly Field[] Bene =
    [
        Eight["BENE_MBI_ID"], Eight["BENE_FIPS_STATE_CD"], Eight["BENE_FIPS_CNTY_CD"], Eight["BENE_ZIP_CD"], Eight["BENE_DOB"],
        Eight["BENE_SEX_CD"], Eight["BENE_RACE_CD"], Eight["BENE_AGE"], Eight["BENE_MDCR_STUS_CD"], Eight["BENE_DUAL_STUS_CD"],
        Eight["BENE_DEATH_DT"], Eight["BENE_RNG_BGN_DT"], Eight["BENE_RNG_END_DT"], Eight["BENE_1ST_NAME"], Eight["BENE_LAST_NAME"],
        Eight["BENE_ORGNL_ENTLMT_RSN_CD"], Eight["BENE_ENTLMT_BUYIN_IND"], Eight["BENE_PART_A_ENRLMT_BGN_DT"],
        Eight["BENE_PART_B_ENRLMT_BGN_DT"], Eight["BENE_LINE_1_ADR"], Eight["GEO_ZIP_PLC_NAME"], Eight["GEO_USPS_STATE_CD"],
        Eight["GEO_ZIP5_CD"], Eight["GEO_ZIP4_CD"],
    ];

    private static readonly Field[] Cross =
        [Nine["HICN_MBI_XREF_IND"], Nine["CRNT_NUM"], Nine["PRVS_NUM"], Nine["PRVS_ID_EFCTV_DT"], Nine["PRVS_ID_OBSLT_DT"]];

    public static void WriteDrug(Lines row, Wave wave, DrugEvent drug, string mbi)
    {
        row.Row(Seven.Length(wave));
        row.Whole(Drug[0], drug.Id);
        row.Put(Drug[1], mbi);
        row.Put(Drug[2], drug.Ndc);
        row.Put(Drug[3], drug.Kind);
        row.Day(Drug[4], drug.Day);
        row.Put(Drug[5], "07");
        row.Put(Drug[6], drug.Pharmacy);
        row.Put(Drug[7], 'C');
        row.Put(Drug[8], '0');
        row.Units(Drug[9], drug.Quantity);
        row.Whole(Drug[10], drug.DaysSupply);
        row.Put(Drug[11], "01");
        // The newest layout moved the prescriber to a wider field at the end.
        row.Put(Drug[12], wave == Wave.Latest ? null : drug.Prescriber);
        row.Cents(Drug[13], drug.PatientPaid);
        row.Put(Drug[14], '0');
        row.Day(Drug[15], drug.Load - 3);
        row.Day(Drug[16], drug.Load);
        row.Whole(Drug[17], drug.Reference);
        row.Put(Drug[18], drug.Fill.ToString(System.Globalization.CultureInfo.InvariantCulture));
        row.Put(Drug[19], "01");
        row.Put(Drug[20], drug.Prescriber);
    }

    /// <summary>One row, or one for each hospice span, as known on the day of the cut.</summary>
    public static void WritePerson(Lines row, Delivery delivery, Person person, string mbi)
    {
        var spans = person.HospiceSpans.Where(span => span.From <= delivery.Cut).ToList();
        for (var i = 0; i < Math.Max(1, spans.Count); i++)
        {
            WritePerson(row, delivery, person, mbi);
            if (i >= spans.Count)
            {
                row.NoDay(Bene[11]);
                row.NoDay(Bene[12]);
                continue;
            }
            row.Day(Bene[11], spans[i].From);
            if (spans[i].Thru <= delivery.Cut)
                row.Day(Bene[12], spans[i].Thru);
            else
                row.NoDay(Bene[12]);
        }

        static void WritePerson(Lines row, Delivery delivery, Person person, string mbi)
        {
            var month = Math.Clamp(person.MonthOf(delivery.Cut), 0, person.MonthCount - 1);
            var isDual = person.Months[month].HasFlag(Month.Dual);
            var isRenal = person.Months[month].HasFlag(Month.Esrd);
            var age = person.AgeIn(person.MonthOf(delivery.Cut));
            var entry = Array.FindIndex(person.Months, flags => flags.HasFlag(Month.PartA));
            var begin = entry > 0 ? Days.Of(person.FirstYear + entry / 12, entry % 12 + 1, 1)
                : Math.Min(person.FirstDay, person.BirthDay + 65 * 365 + 17);
            var county = person.CountyIn(Days.YearOf(delivery.Cut));
            row.Row(Eight.Length(delivery.Wave));
            row.Put(Bene[0], mbi);
            row.Put(Bene[1], county.Fips[..2]);
            row.Put(Bene[2], county.Fips[2..]);
            row.Put(Bene[3], "36999");
            row.Day(Bene[4], person.BirthDay);
            row.Put(Bene[5], person.IsFemale ? '2' : '1');
            row.Put(Bene[6], person.Race);
            row.Whole(Bene[7], age);
            row.Put(Bene[8], (age < 65, isRenal) switch { (false, false) => "10", (false, true) => "11", (true, false) => "20",
                _ => "21" });
            row.Put(Bene[9], isDual ? "02" : "NA");
            if (person.DeathDay > 0 && person.DeathDay <= delivery.Cut)
                row.Day(Bene[10], person.DeathDay);
            else
                row.NoDay(Bene[10]);
            row.Put(Bene[13], person.FirstName);
            row.Put(Bene[14], World.Identifiers.LastName(person.Index));
            row.Put(Bene[15], person.AgeIn(0) < 65 ? '1' : '0');
            row.Put(Bene[16], isDual ? 'C' : '3');
            row.Day(Bene[17], begin);
            row.Day(Bene[18], begin);
            row.Put(Bene[19], "1 GENERATED STREET");
            row.Put(Bene[20], "GENERATED");
            row.Put(Bene[21], "AL");
            row.Put(Bene[22], "36999");
            row.Put(Bene[23], "0000");
        }
    }

    /// <summary>The identifiers that were replaced since the delivery before, or ever when the person is new to the file.</summary>
    public static void WriteCross(Lines row, Delivery delivery, Person person, int since, string mbi)
    {
        for (var i = 0; i < person.NewIdentifiers.Count; i++)
        {
            var changed = person.NewIdentifiers[i];
            if (changed <= since || changed > delivery.Cut)
                continue;
            row.Row(Nine.Length(delivery.Wave));
            row.Put(Cross[0], 'M');
            row.Put(Cross[1], mbi);
            row.Put(Cross[2], World.Identifiers.Mbi(person.Index, i));
            row.Day(Cross[3], i == 0 ? person.FirstDay : person.NewIdentifiers[i - 1]);
            row.Day(Cross[4], changed);
        }
    }
}
