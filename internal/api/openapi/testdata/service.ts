export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[]

export type Database = {
  public: {
    Tables: {
      ledger: {
        Row: {
          id: number
        }
        Insert: {
          id: number
        }
        Update: {
          id?: number
        }
        Relationships: []
      }
      /** Who makes things. */
      makers: {
        Row: {
          id: number
          name: string
        }
        Insert: {
          id: number
          name: string
        }
        Update: {
          id?: number
          name?: string
        }
        Relationships: []
      }
      notes: {
        Row: {
          id: number
          text: string | null
        }
        Insert: {
          id: number
          text?: string | null
        }
        Update: {
          id?: number
          text?: string | null
        }
        Relationships: []
      }
      things: {
        Row: {
          code: string
          part: number
          /** Who made it. */
          maker: number
          kind: Database["public"]["Enums"]["things_kind"]
          mood: Database["public"]["Enums"]["things_mood"] | null
          price: number | null
          tags: string[] | null
          meta: Json | null
          cost: number | null
          order: number | null
          filter: string | null
          made: string | null
          stock: number | null
          /** What it says on it. */
          label: string | null
        }
        Insert: {
          code: string
          part: number
          /** Who made it. */
          maker: number
          kind?: Database["public"]["Enums"]["things_kind"]
          mood?: Database["public"]["Enums"]["things_mood"] | null
          price?: number | null
          tags?: string[] | null
          meta?: Json | null
          cost?: number | null
          order?: number | null
          filter?: string | null
          made?: string | null
          stock?: number | null
        }
        Update: {
          code?: string
          part?: number
          /** Who made it. */
          maker?: number
          kind?: Database["public"]["Enums"]["things_kind"]
          mood?: Database["public"]["Enums"]["things_mood"] | null
          price?: number | null
          tags?: string[] | null
          meta?: Json | null
          cost?: number | null
          order?: number | null
          filter?: string | null
          made?: string | null
          stock?: number | null
        }
        Relationships: [
          {
            foreignKeyName: "things_maker_fkey"
            columns: ["maker"]
            isOneToOne: false
            referencedRelation: "makers"
            referencedColumns: ["id"]
          },
        ]
      }
    }
    Views: {
      /** What each maker makes. */
      lines: {
        Row: {
          maker: number
          things: number | null
        }
        Relationships: [
          {
            foreignKeyName: "lines_maker_fkey"
            columns: ["maker"]
            isOneToOne: true
            referencedRelation: "makers"
            referencedColumns: ["id"]
          },
        ]
      }
    }
    Functions: {
      close: {
        Args: never
        Returns: undefined
      }
      /** Finds things. */
      find: {
        Args: {
          /** What to find. */
          text: string
          limit?: number | null
          tags?: string[] | null
        }
        Returns: Database["public"]["Tables"]["things"]["Row"][]
        SetofOptions: {
          from: "*"
          to: "things"
          isOneToOne: false
          isSetofReturn: true
        }
      }
      hello: {
        Args: {
          meta?: Json | null
        }
        Returns: "hi" | "ho"
      }
      move: {
        Args: never
        Returns: Database["public"]["Tables"]["things"]["Row"]
        SetofOptions: {
          from: "*"
          to: "things"
          isOneToOne: true
          isSetofReturn: false
        }
      }
      receive: {
        Args: {
          raw: string
        }
        Returns: undefined
      }
      sum: {
        Args: never
        Returns: {
          count: number
          /** None of nothing. */
          mean: number | null
        }
      }
    }
    Enums: {
      things_kind: "tool" | "toy"
      things_mood: "good" | "bad"
    }
    CompositeTypes: { [_ in never]: never }
  }
}
